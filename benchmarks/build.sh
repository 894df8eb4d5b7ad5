# shellcheck shell=bash
# Builds the benchmarks for the scripts beside it: sets java_home, and class_path of what they start.

cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
. build/environment.sh

java_home=$(newest_jdk)
[ -n "$java_home" ] || fail "a JDK 17 or later is missing"
need_maven
output=target/compare/target
JAVA_HOME=$java_home mvn -B -ntp -q -pl benchmarks -am package -DskipTests -Dmaven.test.skip=true -Denforcer.skip=true \
    -Dflatten.skip=true -Dspotless.check.skip=true -Dreverb.werror=-nowarn -P '!error-prone' "-Dreverb.target=$output" </dev/null
lib=benchmarks/$output
class_path="$(echo "$lib"/reverb-benchmarks-*.jar):$lib/lib/*"
