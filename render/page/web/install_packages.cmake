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
  message(FATAL_ERROR "npm could not install the packages in ${FROM}/package-lock.json.\n"
    "They are fetched once for each build folder: is there a network, or a registry set in ~/.npmrc?\n"
    "npm said:\n${said}")
endif()
file(TOUCH ${TO}/installed)
