#!/bin/sh
# usage: git_test.sh CAIRN docs/git.md
# Tries every piece of docs/git.md in a repository made for it: the diff driver, the hook, the line
# of the workflow. Nothing of the user's git is read.
set -u
cairn=$1
page=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/bin" "$work/map of 茶"
ln -s "$cairn" "$work/bin/cairn"
PATH="$work/bin:$PATH"
HOME="$work/home"
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL="$work/home/gitconfig"
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_EXTERNAL_DIFF GIT_PREFIX
export PATH HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL
cd "$work/map of 茶" || exit 1
failures=0

# block KIND: the text of the fenced block ```KIND of the page.
block() {
  awk -v open="\`\`\`$1" '$0 == open { inside = 1; next } /^```/ { inside = 0 } inside' "$page"
}

# expect NAME TEXT FILE: the file must hold the text.
expect() {
  grep -qF -- "$2" "$3" && return
  failures=$((failures + 1))
  printf 'FAILED %s: no "%s" in\n' "$1" "$2"
  cat "$3"
}

# refuse NAME TEXT FILE: the file must not hold the text.
refuse() {
  grep -qF -- "$2" "$3" || return
  failures=$((failures + 1))
  printf 'FAILED %s: "%s" in\n' "$1" "$2"
  cat "$3"
}

# code NAME WANTED GOT
code() {
  [ "$2" -eq "$3" ] && return
  failures=$((failures + 1))
  printf 'FAILED %s: exit code %s, not %s\n' "$1" "$3" "$2"
}

spec() { # SHARE
  cat <<END
import "parts/prices.journey"

journey tea
  currency EUR

source web
  -> 首頁

touchpoint 首頁
  $1   -> paid
  rest  -> leave

outcome paid
  counts as conversion
  earns   price
END
}

git init -q -b main . || exit 1
git config user.name Tea
git config user.email tea@example.invalid
mkdir parts
spec 30% > 'tea shop.journey'
echo 'assume price 20 EUR' > parts/prices.journey
spec 10% > 舊店.journey
sh -c "$(block 'sh config')" || failures=$((failures + 1))
block gitattributes > .gitattributes
[ -s .gitattributes ] || { echo "FAILED: no gitattributes in the page"; failures=$((failures + 1)); }
git add .
git commit -qm one

# ---- the driver on working files ----
spec 35% > 'tea shop.journey'
echo 'assume price 25 EUR' > parts/prices.journey
git diff > "$work/out" 2>&1
code 'git diff' 0 $?
expect 'git diff' 'tea shop.journey, index → working file: 1 change in the model' "$work/out"
expect 'git diff' '30% → 35%  (+5.00pp)' "$work/out"
expect 'each file has its own changes' 'value  20 → 25  (+25.0%)' "$work/out"
expect 'imports of both sides are read' 'revenue per entrant  6 EUR → 8.75 EUR' "$work/out"
refuse 'no import was lost' 'unknown name' "$work/out"
git diff HEAD > "$work/out" 2>&1
expect 'git diff HEAD' '30% → 35%' "$work/out"

# ---- staged, committed, shown ----
git add .
git diff --cached > "$work/out" 2>&1
expect 'git diff --cached' 'tea shop.journey, HEAD → index' "$work/out"
expect 'git diff --cached' '6 EUR → 8.75 EUR' "$work/out"
git commit -qm two
git rm -q 舊店.journey
git commit -qm three
echo 'assume price 99 EUR' > parts/prices.journey
git show --ext-diff HEAD > "$work/out" 2>&1
code 'git show' 0 $?
expect 'a deleted file' '舊店.journey' "$work/out"
expect 'a deleted file' '/dev/null (no such file)' "$work/out"
expect 'a deleted file' '- touchpoint 首頁' "$work/out"
git show --ext-diff HEAD~1 > "$work/out" 2>&1
expect 'an old commit has its own imports' '6 EUR → 8.75 EUR' "$work/out"
git log -p --ext-diff > "$work/out" 2>&1
code 'git log' 0 $?
expect 'an added file' '/dev/null (no such file) →' "$work/out"
git mv 'tea shop.journey' 茶店.journey
git diff --cached -M --ext-diff > "$work/out" 2>&1
code 'a renamed file' 0 $?
git reset -q --hard

# ---- revisions ----
cairn diff HEAD > "$work/out" 2>&1
code 'no change' 0 $?
cairn diff HEAD~2 'tea shop.journey' > "$work/out" 2>&1
code 'a revision' 1 $?
expect 'a revision' '20 EUR → 25 EUR' "$work/out"
cairn diff HEAD~2..HEAD~1 > "$work/out" 2>&1
code 'two revisions' 1 $?
expect 'the old import of another project counts' '舊店.journey, HEAD~2 → HEAD~1: 1 change' "$work/out"
(cd parts && cairn diff HEAD~2 '../tea shop.journey') > "$work/out" 2>&1
code 'from a folder inside' 1 $?
for revision in nowhere --output=x -h 'HEAD^{tree}' '^HEAD' ''; do
  cairn diff -- "$revision" 'tea shop.journey' > "$work/out" 2>&1
  code "the revision \"$revision\"" 3 $?
  expect 'no such revision' 'is no revision of this git repository' "$work/out"
done
[ ! -e x ] || { echo "FAILED: a revision became an option"; failures=$((failures + 1)); }
(cd / && cairn diff HEAD) > "$work/out" 2>&1
code 'no repository' 3 $?
expect 'no repository' 'is in no git repository' "$work/out"
PATH=/nowhere "$cairn" diff HEAD > "$work/out" 2>&1
code 'no git' 3 $?
expect 'no git' 'git is not installed' "$work/out"

# ---- what a revision may hold ----
git checkout -qb odd
ln -s 'tea shop.journey' link.journey
printf 'import "../../outside.journey"\nimport "link.journey"\nimport "parts"\njourney odd\n' > odd.journey
git add . && git commit -qm odd
echo 'touchpoint x' >> odd.journey
cairn diff HEAD odd.journey > "$work/out" 2>&1
code 'links and paths outside' 1 $?
expect 'links and paths outside' 'the old side (HEAD) has 3 mistakes' "$work/out"
cairn diff HEAD link.journey > "$work/out" 2>&1
code 'a link' 3 $?
git checkout -q --force main

# ---- the hook ----
block 'sh hook' > .git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
[ -s .git/hooks/pre-commit ] || { echo "FAILED: no hook in the page"; failures=$((failures + 1)); }
spec 130% > 'tea shop.journey'
git add .
spec 40% > 'tea shop.journey' # the working file is good, what is staged is not
git commit -qm broken > "$work/out" 2>&1
code 'the hook refuses what is staged' 1 $?
expect 'the hook says why' 'E304' "$work/out"
git add .
spec 140% > 'tea shop.journey' # the other way round
git commit -qm good > "$work/out" 2>&1
code 'the hook accepts what is staged' 0 $?
spec '40%     ' > 'tea shop.journey'
git add .
git commit -qm untidy > "$work/out" 2>&1
code 'the hook refuses another layout' 1 $?
git reset -q --hard

# ---- the line of the workflow ----
line=$(block yaml | sed -n 's/^ *run: \(cairn diff .*\)/\1/p')
BASE=$(git rev-parse HEAD~1) GITHUB_STEP_SUMMARY=$work/summary sh -ec "$line" > "$work/out" 2>&1
code 'the workflow' 0 $?
expect 'the workflow' '**conversion 35.0% → 40.0%**' journeys.md
BASE=nowhere sh -ec "$line" > "$work/out" 2>&1
code 'the workflow fails on a revision that is none' 1 $?

[ "$failures" -eq 0 ] && echo 'all of docs/git.md holds'
exit "$((failures > 0))"
