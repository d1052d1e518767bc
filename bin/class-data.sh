#!/usr/bin/env bash
# Prepares what lets the commands of this folder start in half the time.
. "$(dirname "$(readlink -f "$0")")/config.sh"

usage() {
    cat <<'TEXT'
Usage: class-data.sh

Makes Java's class-data archive for yarn-session.sh, holdfast, local-hadoop.sh fs and the scripts
that start and stop: the classes they use, loaded and checked beforehand. The commands use it when
they find it and work the same without it. It is bound to this folder, these jars and this Java, so a build makes it; after
unpacking a downloaded distribution, run this once. Takes about 10 s and 50 MB below cache/.

Exit codes: 0 done, or done before; 1 failed; 2 wrong option.
TEXT
}

case ${1:-} in
    '') ;;
    -h | --help)
        usage
        exit 0
        ;;
    *) die 2 "unknown option '$1'. See --help." ;;
esac

require_home
require_java
archive=$(class_data_archive client)
[[ -e $archive ]] && exit 0

mkdir -p "$(dirname "$archive")"
work=$(mktemp -d "$(dirname "$archive")/making.XXXXXX")
trap 'rm -rf "$work"' EXIT
class_path=$(jars_of "$HOLDFAST_LIB_DIR")

# Runs a command far enough to see which classes it loads. There is no cluster, so each of them fails, quickly.
observe() {
    "$JAVA" "${CLIENT_JVM[@]}" -XX:DumpLoadedClassList="$work/classes.$1" -Dlog.file="$work/client.log" \
        -Djava.io.tmpdir="$work" -cp "$class_path:$work" "${@:2}" >>"$work/output" 2>&1 </dev/null || true
}

export HADOOP_CONF_DIR=$work
cat >"$work/core-site.xml" <<'XML'
<configuration>
  <property><name>fs.defaultFS</name><value>hdfs://localhost:1</value></property>
  <property><name>ipc.client.connect.max.retries</name><value>0</value></property>
</configuration>
XML
cat >"$work/yarn-site.xml" <<'XML'
<configuration>
  <property><name>yarn.resourcemanager.address</name><value>localhost:1</value></property>
</configuration>
XML
observe session org.holdfast.client.cli.YarnSessionMain -d -n 1 -Dyarn.connect-timeout=1s
observe run org.holdfast.client.cli.HoldfastMain run -m localhost:1 \
    "$HOLDFAST_HOME/examples/WordCount.jar" --input "file://$HOLDFAST_CONF_DIR" --output "file://$work/none"
observe plan org.holdfast.runtime.standalone.LaunchPlanMain class-data.sh cluster "$HOLDFAST_CONF_DIR" \
    high-availability=zookeeper high-availability.zookeeper.quorum=localhost:1 high-availability.storageDir=/tmp
observe files org.apache.hadoop.fs.FsShell -ls /

sort -u "$work"/classes.* >"$work/classes"
[[ $(wc -l <"$work/classes") -gt 1000 ]] || die 1 "too few classes were seen: $(tail -n 3 "$work/output")"
"$JAVA" -XX:+UseSerialGC -Xshare:dump -Xlog:disable -Xlog:all=error:stderr -XX:SharedClassListFile="$work/classes" \
    -XX:SharedArchiveFile="$work/archive" -cp "$class_path" >"$work/output" 2>&1 ||
    die 1 "Java made no archive: $(tail -n 3 "$work/output")"
rm -f "$(dirname "$archive")"/client-*.jsa
mv "$work/archive" "$archive"
