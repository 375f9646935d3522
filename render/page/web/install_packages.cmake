# cmake -DNPM=… -DFROM=<package files> -DTO=<folder> -P: installs the locked packages, or says what to do.
file(REMOVE ${TO}/installed)
file(MAKE_DIRECTORY ${TO})
foreach(name package.json package-lock.json .npmrc)
  file(COPY_FILE ${FROM}/${name} ${TO}/${name})
endforeach()
# No package may run a script of its own: esbuild's program comes as a package.
execute_process(
  COMMAND ${NPM} ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error --no-progress
  WORKING_DIRECTORY ${TO} RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT result EQUAL 0)
  string(REGEX MATCHALL "[^\n]+" lines "${said}")
  list(SUBLIST lines 0 6 lines)
  list(JOIN lines "\n  " said)
  message("npm said:\n  ${said}")
  message(FATAL_ERROR "npm could not install the packages named in ${FROM}/package-lock.json. "
    "They are fetched once for each build folder: is there a network?")
endif()
file(TOUCH ${TO}/installed)
