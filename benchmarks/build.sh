# shellcheck shell=bash
# Builds the benchmarks where they are older than their sources. Sourced by the scripts beside it, after cd to the root.
. build/environment.sh

# Not Maven's own target folders: a build by ./verify or an editor must not change the jars that a run uses.
output=target/benchmarks
lib=benchmarks/$output

java_home=${JAVA_HOME:-}
version=$(jdk_version "$java_home")
if [ -z "$version" ] || [ "$version" -lt 17 ]; then
    java_home=$(newest_jdk)
fi
[ -n "$java_home" ] || fail "a JDK 17 or later is missing: install one, or point JAVA_HOME to it, and try again"

# Folders count as sources too, so that a deleted file is noticed.
stale() {
    [ -e "$lib/built" ] || return 0
    [ -n "$(find pom.xml benchmarks/pom.xml benchmarks/src/main reverb-{core,scaling-redis,transport-*}/{pom.xml,src/main} \
        examples/{custom-transport,tomcat}/{pom.xml,src/main} -newer "$lib/built" -print 2>/dev/null | head -n 1)" ]
}

if stale; then
    need_maven
    say "Building the benchmarks…"
    mkdir -p "$lib"
    rm -rf "${lib:?}/lib" "$lib"/*.jar "$lib/built"
    touch "$lib/started"
    JAVA_HOME=$java_home mvn -B -ntp -q -pl benchmarks -am package -DskipTests -Dmaven.test.skip=true \
        -Denforcer.skip=true -Dflatten.skip=true -Dspotless.check.skip=true -Dreverb.werror=-nowarn -P '!error-prone' \
        "-Dreverb.target=$output" </dev/null >&2 || fail "the build failed, see above"
    mv "$lib/started" "$lib/built"
fi

class_path=$(echo "$lib"/reverb-benchmarks-*.jar):$lib/lib/*
