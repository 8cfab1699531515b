package dev.mintmark.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mintmark.device.ServedRelease;
import dev.mintmark.device.TinyModel;
import dev.mintmark.oci.Platform;
import dev.mintmark.simulator.device.Settings;
import dev.mintmark.simulator.event.Events;
import dev.mintmark.simulator.event.Tally;
import dev.mintmark.simulator.latency.Rounds;
import dev.mintmark.simulator.plan.DeviceClass;
import dev.mintmark.simulator.plan.FaultRule;
import dev.mintmark.simulator.plan.FleetPlan;
import dev.mintmark.simulator.plan.Seed;
import dev.mintmark.simulator.run.FakeBackend.Heard;
import dev.mintmark.simulator.run.FakeBackend.Said;
import dev.mintmark.simulator.wire.ReportKind;
import dev.mintmark.simulator.wire.WireException;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty devices against a controller, telemetry and a registry in memory. */
class FleetTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final int DEVICES = 50;
  private static final String FIRST = device(1);

  @TempDir Path home;
  private final StringWriter told = new StringWriter();
  private TinyRegistry registry;
  private ServedRelease old;
  private ServedRelease fresh;
  private FakeBackend backend;
  private Optional<Fleet> running = Optional.empty();
  private String operator = FakeBackend.OPERATOR;

  @BeforeEach
  void prepare() throws IOException {
    registry = new TinyRegistry(ServedRelease.REPOSITORY);
    old = new ServedRelease(registry, KEY).publish();
    fresh = new ServedRelease(registry, KEY);
    fresh.version = "v1.1.0";
    fresh.model = TinyModel.times(3);
    fresh.expected.put("face/y.npy", TinyModel.npy(3, 6, 9));
    fresh.publish();
    backend = new FakeBackend();
  }

  @AfterEach
  void stop() throws IOException {
    end();
    backend.close();
    registry.close();
    assertThat(backend.wrongs()).isEmpty();
    assertThat(told.toString()).doesNotContain("\"event\":\"failed\"");
  }

  @Test
  void enrolsPullsReportsAndSendsHeartbeats() throws Exception {
    start("");
    soon(() -> assertThat(backend.polling()).isEqualTo(DEVICES));
    backend.orderAll(old, false);
    soon(() -> assertThat(backend.count(ReportKind.RUNNING)).isEqualTo(DEVICES));
    assertThat(backend.kinds(FIRST))
        .containsExactly(
            ReportKind.ADMITTED,
            ReportKind.DOWNLOADED,
            ReportKind.SMOKE_PASSED,
            ReportKind.RUNNING);
    soon(() -> assertThat(backend.heartbeats()).hasSize(DEVICES));
    assertThat(backend.heartbeats().values())
        .flatExtracting(TreeMap::values)
        .allMatch(heard -> heard.index().equals(old.index.digest().toString()))
        .allMatch(heard -> heard.release().equals("face-detect:v1.0.0"))
        .allMatch(heard -> heard.requests() >= 110);
    assertThat(pulled()).hasSize(4).allSatisfy(this::hasTheLayer);
    end();
    assertThat(told.toString())
        .contains("\"event\":\"enrolled\",\"devices\":50,\"fresh\":50")
        .contains("\"event\":\"ready\",\"devices\":50,\"classes\":{\"cpu-amd64\":50},\"seed\":1")
        .contains("\"verify\":50,\"pull\":4,\"infer\":2,\"draw\":48")
        .contains("\"event\":\"measured\"")
        .contains("\"event\":\"stopped\"");
    assertNoneLostNoneTwice(1);
  }

  @Test
  void verifiesOnEachDeviceAndFetchesEachSmallThingOnce() throws Exception {
    start("");
    backend.orderAll(old, false);
    soon(() -> assertThat(backend.count(ReportKind.RUNNING)).isEqualTo(DEVICES));
    String statement = old.env.toString();
    assertThat(registry.requests()).filteredOn(path -> path.endsWith(statement)).hasSize(1);
    assertThat(registry.requests())
        .filteredOn(path -> path.endsWith(old.layer.toString()))
        .hasSize(4);
  }

  @Test
  void refusesATamperedReleaseOnEveryDevice() throws Exception {
    start("");
    byte[] bundle = registry.served(old.bundle);
    bundle[bundle.length / 2] ^= 1;
    registry.swap(old.bundle, bundle);
    backend.orderAll(old, false);
    soon(() -> assertThat(backend.count(ReportKind.REFUSED)).isEqualTo(DEVICES));
    assertThat(backend.reports()).allMatch(report -> report.code().equals("DEV-014"));
    assertThat(backend.heartbeats()).isEmpty();
  }

  @Test
  void refusesATagThatNamesAnotherIndexThanTheOrder() throws Exception {
    start("");
    ServedRelease ordered = new ServedRelease(registry, KEY);
    ordered.index = fresh.index;
    backend.orderAll(ordered, false);
    soon(() -> assertThat(backend.count(ReportKind.REFUSED)).isEqualTo(DEVICES));
    assertThat(backend.reports()).allMatch(report -> report.code().equals("DEV-013"));
  }

  @Test
  void losesAndDoublesNothingWhenTelemetryIsAwayOrItsAnswersAre() throws Exception {
    start("");
    backend.orderAll(old, false);
    soon(() -> assertThat(backend.heartbeats()).hasSize(DEVICES));
    backend.beUnavailable(30);
    backend.loseAnswers(30);
    soon(() -> assertThat(backend.troubleIsOver()).isTrue());
    Fleet fleet = running.orElseThrow();
    soon(() -> assertThat(fleet.tally().count(Tally.Kind.TAKEN_BEFORE)).isGreaterThan(20));
    long counted = heard(FIRST).size();
    soon(() -> assertThat(heard(FIRST)).hasSizeGreaterThan((int) counted + 5));
    end();
    assertNoneLostNoneTwice(1);
    long taken =
        fleet.tally().count(Tally.Kind.TAKEN) + fleet.tally().count(Tally.Kind.TAKEN_BEFORE);
    assertThat(taken)
        .isEqualTo(backend.heartbeats().values().stream().mapToLong(TreeMap::size).sum());
  }

  @Test
  void skipsToWhatTelemetryHasCounted() throws Exception {
    start("");
    backend.pretendToHaveCounted(500);
    backend.orderAll(old, false);
    soon(() -> assertThat(backend.heartbeats()).hasSize(DEVICES));
    end();
    assertNoneLostNoneTwice(501);
  }

  @Test
  void goesOnWhereItEnded() throws Exception {
    start("");
    backend.orderAll(old, false);
    soon(() -> assertThat(backend.heartbeats()).hasSize(DEVICES));
    end();
    long before = heard(FIRST).lastKey();
    int reports = backend.reports().size();
    start("");
    soon(() -> assertThat(heard(FIRST).lastKey()).isGreaterThan(before + 3));
    end();
    assertThat(backend.enrolments()).isOne();
    assertThat(backend.reports()).hasSize(reports);
    assertNoneLostNoneTwice(1);
  }

  @Test
  void goesBackWhenItIsTold() throws Exception {
    update("");
    soon(() -> assertThat(backend.count(ReportKind.RUNNING)).isEqualTo(2 * DEVICES));
    backend.orderAll(old, true);
    soon(() -> assertThat(backend.count(ReportKind.RUNNING)).isEqualTo(3 * DEVICES));
    soon(() -> assertThat(newest(FIRST).index()).isEqualTo(old.index.digest().toString()));
  }

  @Test
  void measuresTheOldModelAgainWithTheNewOne() throws Exception {
    update("");
    soon(() -> assertThat(backend.count(ReportKind.RUNNING)).isEqualTo(2 * DEVICES));
    List<String> measured =
        told.toString().lines().filter(line -> line.contains("\"measured\"")).toList();
    assertThat(measured).hasSize(2);
    assertThat(measured.getFirst().split("inferences")).hasSize(1 + 1);
    assertThat(measured.getLast().split("inferences")).hasSize(2 + 1);
  }

  @Test
  void hasFaultsOnAnUpdateAndNotBefore() throws Exception {
    update(
        "crash="
            + device(1)
            + ",rolls-back="
            + device(2)
            + ",lies="
            + device(3)
            + ",wrong-digest="
            + device(4)
            + ",wrong-driver="
            + device(5)
            + ",smoke-fails="
            + device(6)
            + ",offline="
            + device(7));
    String freshIndex = fresh.index.digest().toString();
    String oldIndex = old.index.digest().toString();
    soon(() -> assertThat(running(device(8), 2)).isEqualTo(freshIndex));
    soon(() -> assertThat(running(device(1), 2)).isEqualTo(freshIndex));
    soon(() -> assertThat(last(device(2)).kind()).isEqualTo(ReportKind.ROLLED_BACK));
    assertThat(last(device(2)).index().toString()).isEqualTo(oldIndex);
    soon(() -> assertThat(running(device(3), 2)).isEqualTo(freshIndex));
    soon(() -> assertThat(running(device(4), 2)).isNotEqualTo(freshIndex).isNotEqualTo(oldIndex));
    soon(() -> assertThat(last(device(5)).kind()).isEqualTo(ReportKind.REFUSED));
    assertThat(last(device(5)).code()).isEqualTo("SIM-030");
    soon(() -> assertThat(last(device(6)).kind()).isEqualTo(ReportKind.SMOKE_FAILED));
    assertThat(last(device(6)).code()).isEqualTo("DEV-030");
    assertThat(backend.kinds(device(7))).isEmpty();
    soon(() -> assertThat(newest(device(8)).index()).isEqualTo(freshIndex));
    long mark = heard(device(8)).lastKey();
    soon(() -> assertThat(heard(device(8)).lastKey()).isGreaterThan(mark + 10));
    assertThat(heard(device(1)).lastKey()).isLessThan(mark + 10);
    // It ran the release for a moment: what it sent of that may still be the newest here.
    soon(() -> assertThat(newest(device(2)).index()).isEqualTo(oldIndex));
    assertThat(newest(device(3)).index()).isEqualTo(oldIndex);
    assertThat(newest(device(5)).index()).isEqualTo(oldIndex);
    assertThat(newest(device(5)).driver()).isNotEqualTo(newest(device(8)).driver());
    assertThat(newest(device(6)).index()).isEqualTo(oldIndex);
    assertThat(backend.heartbeats()).doesNotContainKey(device(7));
  }

  @Test
  void isSlowerAfterAnUpdateWhenThatIsItsFault() throws Exception {
    fresh.model = old.model;
    fresh.expected.put("face/y.npy", TinyModel.npy(2, 4, 6));
    fresh.version = "v1.2.0";
    fresh.publish();
    update("slow=1");
    String index = fresh.index.digest().toString();
    String device = drawing();
    soon(() -> assertThat(newest(device).index()).isEqualTo(index));
    TreeMap<Long, Heard> heard = heard(device);
    double before = heard.firstEntry().getValue().median();
    assertThat(heard.lastEntry().getValue().median()).isGreaterThan(5 * before);
  }

  @Test
  void saysThatTheOperatorsTokenIsWrong() {
    operator = "thief";
    assertThatThrownBy(() -> start(""))
        .isInstanceOf(WireException.class)
        .hasMessageEndingWith("(SIM-011)");
    assertThat(backend.wrongs()).hasSize(1);
    backend.forgetWrongs();
  }

  private void update(String faults) throws Exception {
    start(faults);
    backend.orderAll(old, false);
    int awake = faults.contains("offline") ? DEVICES - 1 : DEVICES;
    soon(() -> assertThat(backend.heartbeats()).hasSize(awake));
    backend.orderAll(fresh, false);
  }

  private void start(String faults) throws Exception {
    FleetPlan plan =
        new FleetPlan(
            new Seed(1), DeviceClass.parse("cpu-amd64=" + DEVICES), FaultRule.parse(faults), 4, 2);
    Settings settings =
        new Settings(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(20),
            20,
            Optional.empty());
    Options options =
        new Options(
            plan,
            settings,
            new Rounds(2, 3, 5),
            backend.uri(),
            backend.uri(),
            registry.uri(),
            KEY.verificationKey(),
            operator,
            home,
            Platform.LINUX_AMD64,
            Clock.systemUTC());
    Fleet fleet = Fleet.open(options, new Events(new PrintWriter(told)));
    running = Optional.of(fleet);
    fleet.start();
  }

  private void end() throws IOException {
    if (running.isPresent()) {
      running.get().close();
    }
  }

  private static void soon(ThrowingRunnable holds) {
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).untilAsserted(holds);
  }

  private void assertNoneLostNoneTwice(long first) {
    backend
        .heartbeats()
        .forEach((device, heard) ->
            assertThat(heard.keySet())
                .as(device)
                .containsExactlyElementsOf(
                    LongStream.rangeClosed(first, heard.lastKey()).boxed().toList()));
  }

  private List<Path> pulled() throws IOException {
    try (Stream<Path> folders = Files.list(home.resolve("devices"))) {
      return folders.toList();
    }
  }

  private void hasTheLayer(Path folder) {
    assertThat(folder.resolve(old.layer.hex())).exists();
  }

  /** A device that neither pulls nor infers. */
  private String drawing() throws IOException {
    List<String> real = pulled().stream().map(path -> path.getFileName().toString()).toList();
    return LongStream.rangeClosed(1, DEVICES)
        .mapToObj(FleetTest::device)
        .filter(device -> !real.contains(device))
        .findFirst()
        .orElseThrow();
  }

  private TreeMap<Long, Heard> heard(String device) {
    return backend.heartbeats().getOrDefault(device, new TreeMap<>());
  }

  private Heard newest(String device) {
    return heard(device).lastEntry().getValue();
  }

  private Said last(String device) {
    return backend.reports().stream().filter(r -> r.device().equals(device)).toList().getLast();
  }

  /** The index that it said it runs, after so many orders. */
  private String running(String device, long order) {
    return backend.reports().stream()
        .filter(report -> report.device().equals(device) && report.order() == order)
        .filter(report -> report.kind() == ReportKind.RUNNING)
        .map(report -> report.index().toString())
        .findFirst()
        .orElse("");
  }

  private static String device(long number) {
    return String.format(Locale.ROOT, "sim-cpu-amd64-%04d", number);
  }
}
