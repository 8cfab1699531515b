package dev.mintmark.contract.determinism;

/** What is another thing in the other world, and where a process shows that it is. */
enum Dimension {
  JDK(
      "java.version",
      "no other JDK 21 or newer is here: contract-tests/tools/get-jdk.sh DIR brings one, then"
          + " MINTMARK_OTHER_JDK=DIR/jdk-21"),
  USER(
      "user.name",
      "no process can be another user's: run the tests as root where setpriv (util-linux) is and"
          + " everybody may read the checkout, or allow user namespaces (unshare --user)"),
  HOST(
      "host",
      "no process can have another host name: run the tests as root where unshare (util-linux) is,"
          + " or allow user namespaces (unshare --user --uts)"),
  BOUND_TO_A_PROCESSOR(
      "cpus",
      "no process can be bound to one of several processors: it takes two processors and taskset"
          + " (util-linux)"),
  FOLDER("user.dir"),
  TEMPORARY_FOLDER("java.io.tmpdir"),
  HOME("HOME"),
  TIME_ZONE("TZ"),
  LANGUAGE("user.language"),
  LANG("LANG"),
  LC_ALL("LC_ALL"),
  UMASK("umask"),
  HEAP("MaxHeapSize"),
  COLLECTOR("UseSerialGC"),
  COMPILER("TieredStopAtLevel"),
  PROCESSORS("ActiveProcessorCount");

  private final String shown;
  private final String advice;

  Dimension(String shown) {
    this(shown, "");
  }

  /**
   * A dimension.
   *
   * @param shown its name in a service's log
   * @param advice how to get it on a machine that lacks it; empty where every one has it
   */
  Dimension(String shown, String advice) {
    this.shown = shown;
    this.advice = advice;
  }

  String shown() {
    return shown;
  }

  String advice() {
    return advice;
  }
}
