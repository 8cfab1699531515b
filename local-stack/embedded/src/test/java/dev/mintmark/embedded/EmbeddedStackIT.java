package dev.mintmark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mintmark.embedded.process.ProcessId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackIT {
  private static final Set<Part> ALL = EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path data;

  @Test
  void keepsPortsSecretsAndAllAcknowledgedDataOverKillAndRestart() throws Exception {
    Endpoints first;
    try (EmbeddedStack stack = EmbeddedStack.start(data, ALL)) {
      first = stack.endpoints();
      StackContent.create(first);
      StackContent.add(first, "before the kill");
      stack.kill();
    }
    try (EmbeddedStack stack = EmbeddedStack.start(data, ALL)) {
      assertThat(stack.endpoints()).isEqualTo(first);
      assertThat(StackContent.read(first)).isEqualTo(StackContent.everywhere("before the kill"));
      StackContent.add(first, "before the stop");
    }
    try (EmbeddedStack stack = EmbeddedStack.start(data, ALL)) {
      assertThat(StackContent.read(stack.endpoints()))
          .isEqualTo(StackContent.everywhere("before the kill", "before the stop"));
    }
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    List<ProcessId> processes;
    try (EmbeddedStack stack = EmbeddedStack.start(data, ALL)) {
      processes = processes(stack);
    }
    assertThat(processes).hasSizeGreaterThan(3).noneMatch(ProcessId::isAlive);
  }

  @Test
  void endsPostgresWhenOnlyTheJvmIsKilled() {
    try (EmbeddedStack stack = EmbeddedStack.start(data, Set.of(Part.POSTGRESQL))) {
      List<ProcessId> processes = processes(stack);
      stack.process().destroyForcibly();
      assertThat(processes).allMatch(p -> p.awaitEnd(LIMIT));
    }
  }

  @Test
  void startsPostgresAgainWhenItIsKilled() throws Exception {
    try (EmbeddedStack stack = EmbeddedStack.start(data, ALL)) {
      StackContent.create(stack.endpoints());
      StackContent.add(stack.endpoints(), "a");
      ProcessId killed = ProcessId.of(postmaster()).orElseThrow();
      killed.kill();
      awaitAnotherPostmaster(killed.pid());
      assertThat(StackContent.read(stack.endpoints())).isEqualTo(StackContent.everywhere("a"));
    }
  }

  @Test
  void endsAnOrphanAtItsStartWhenTheGuardWasKilledToo() throws Exception {
    ProcessId orphan;
    Endpoints first;
    try (EmbeddedStack stack = EmbeddedStack.start(data, Set.of(Part.POSTGRESQL))) {
      first = stack.endpoints();
      orphan = ProcessId.of(postmaster()).orElseThrow();
      guardsOf(orphan).forEach(ProcessHandle::destroyForcibly);
      stack.process().destroyForcibly();
      assertThat(orphan.awaitEnd(Duration.ofSeconds(1))).isFalse();
    }
    try (EmbeddedStack stack = EmbeddedStack.start(data, Set.of(Part.POSTGRESQL))) {
      assertThat(orphan.isAlive()).isFalse();
      assertThat(postmaster()).isNotEqualTo(orphan.pid());
      // Its port too: the orphan ended before ports were chosen.
      assertThat(stack.endpoints()).isEqualTo(first);
    }
  }

  @Test
  void keepsAllInItsFolderWhateverThatIsCalled() throws Exception {
    assumeThat(System.getProperty("sun.jnu.encoding")).as("a UTF-8 locale").isEqualTo("UTF-8");
    Path odd = data.resolve("höme 家 with space");

    try (EmbeddedStack stack = EmbeddedStack.start(odd, ALL)) {
      StackContent.create(stack.endpoints());
      StackContent.add(stack.endpoints(), "a");
      assertThat(StackContent.read(stack.endpoints())).isEqualTo(StackContent.everywhere("a"));
    }
    try (Stream<Path> siblings = Files.list(data)) {
      assertThat(siblings).containsExactly(odd);
    }
  }

  @Test
  void refusesAFolderThatKafkaWouldTakeForTwo() {
    assertThatThrownBy(() -> EmbeddedStack.start(data.resolve("a,b"), Set.of(Part.KAFKA)))
        .hasMessageContaining("a comma ends a folder's name");
  }

  @Test
  void refusesASecondStackInOneDirectory() {
    try (EmbeddedStack first = EmbeddedStack.start(data, Set.of(Part.S3))) {
      assertThat(first.process().isAlive()).isTrue();
      assertThatThrownBy(() -> EmbeddedStack.start(data, Set.of(Part.S3)))
          .isInstanceOfSatisfying(
              StackException.class, e -> assertThat(e.code()).isEqualTo("STK-002"))
          .hasMessageContaining(data.toString());
    }
  }

  @Test
  void movesToAnotherPortWhenAProgramTookItsOwn() throws Exception {
    Set<Part> kafka = Set.of(Part.KAFKA, Part.S3, Part.POSTGRESQL);
    Endpoints first;
    try (EmbeddedStack stack = EmbeddedStack.start(data, kafka)) {
      first = stack.endpoints();
      StackContent.create(first);
      StackContent.add(first, "a");
    }
    String address = first.kafkaBootstrapServers();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        EmbeddedStack stack = EmbeddedStack.start(data, kafka)) {
      assertThat(stack.kafkaBootstrapServers()).isNotEqualTo("127.0.0.1:" + other.getLocalPort());
      assertThat(StackContent.read(stack.endpoints())).isEqualTo(StackContent.everywhere("a"));
    }
  }

  @Test
  void showsItsSecretsToItsOwnerOnly() throws Exception {
    try (EmbeddedStack stack = EmbeddedStack.start(data, ALL)) {
      for (String name : List.of("secrets.properties", "endpoints.properties")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
            .isEqualTo("rw-------");
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
          .isEqualTo("rwx------");
      for (ProcessId process : processes(stack)) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        assertThat(Files.readString(proc.resolve("cmdline")) + stack.endpoints())
            .doesNotContain(stack.s3SecretKey(), stack.postgresPassword());
      }
    }
  }

  private static List<ProcessId> processes(EmbeddedStack stack) {
    return Stream.concat(Stream.of(stack.process()), stack.process().descendants())
        .flatMap(h -> ProcessId.of(h.pid()).stream())
        .toList();
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgresql/data/postmaster.pid")).getFirst().strip());
  }

  /** Returns when another server is ready, as its own pid file says. */
  private void awaitAnotherPostmaster(long before) throws IOException {
    Path pidFile = data.resolve("postgresql/data/postmaster.pid");
    long deadline = System.nanoTime() + LIMIT.toNanos();
    List<String> lines = List.of();
    while (lines.size() < 8
        || lines.getFirst().equals(Long.toString(before))
        || !lines.get(7).startsWith("ready")) {
      assertThat(System.nanoTime()).as("server did not come back").isLessThan(deadline);
      lines = linesOf(pidFile);
    }
  }

  /**
   * No lines where the file is not there: a server that starts takes the old one away at any
   * moment.
   */
  private static List<String> linesOf(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The shells in the session that {@code guarded} leads. */
  private static List<ProcessHandle> guardsOf(ProcessId guarded) {
    return ProcessHandle.allProcesses()
        .filter(h -> h.pid() != guarded.pid())
        .filter(h -> session(h.pid()) == guarded.pid() && isShell(h))
        .toList();
  }

  private static boolean isShell(ProcessHandle handle) {
    return handle.info().commandLine().orElse("").contains("guard");
  }

  private static long session(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
    } catch (IOException e) {
      return -1;
    }
  }
}
