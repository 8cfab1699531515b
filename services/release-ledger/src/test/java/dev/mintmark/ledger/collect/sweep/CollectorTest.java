package dev.mintmark.ledger.collect.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.ledger.Line;
import dev.mintmark.ledger.Rebuilt;
import dev.mintmark.ledger.collect.mark.Missing;
import dev.mintmark.ledger.collect.sweep.Order.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollectorTest {
  private static final Turn.Taken TURN =
      new Turn.Taken() {
        @Override
        public void check() {}

        @Override
        public void close() {}
      };

  private final TestLog log = new TestLog();
  private final TestStore store = new TestStore();
  private final MemoryPointers pointers = new MemoryPointers();
  private final Line first = new Line("face-detect", "v1.0.0", "");
  private final Set<Digest> kept = new HashSet<>();
  private Digest garbage = Digest.of(new byte[0]);

  @BeforeEach
  void aReleaseAndAnAbandonedUpload() {
    record(first, first.all());
    garbage = store.put("nobody asked for a build of this");
  }

  @Test
  void exactlyTheGarbageGoes() {
    Line second = new Line("face-detect", "v1.1.0", "");
    record(second, second.all());
    Line refused = new Line("face-detect", "v2.0.0", "");
    record(
        refused, List.of(refused.requested(), refused.ingested(), refused.rejected("QNT-1", "x")));
    Digest halfMade = store.put("what the step made before it refused");

    keep(pushed("layer", "pushed/mirror/one/_blobs/"));
    keep(pushed("manifest", "pushed/mirror/one/_manifests/"));
    Digest unlinked = pushed("layer of another", "pushed/mirror/one/_blobs/");
    pointers.remove("pushed/mirror/one/_blobs/" + unlinked.hex());
    keep(toolchainInUse());
    store.young();
    keep(store.put("uploaded a moment ago"));

    Collected collected = collect(Mode.DELETE);

    assertThat(store.digests()).containsExactlyInAnyOrderElementsOf(withReports(collected));
    assertThat(store.digests()).doesNotContain(garbage, halfMade, unlinked);
    assertThat(collected.removed().artifacts()).isEqualTo(3);
    assertThat(collected.usage().young()).isEqualTo(new Tally(1, 21));
    assertThat(collected.usage().garbage()).containsOnlyKeys("text");
    assertThat(collected.missing()).isEmpty();
    assertThat(reported(collected)).contains(garbage.hex() + " 32 text");
    assertThat(store.isRemoving()).isFalse();

    assertThat(collect(Mode.DELETE).removed()).isEqualTo(Tally.NONE);
  }

  @Test
  void aPlanRemovesNothing() {
    Collected planned = collect(Mode.PLAN);

    assertThat(planned.usage().garbage()).containsEntry("text", new Tally(1, 32));
    assertThat(planned.removed()).isEqualTo(Tally.NONE);
    assertThat(store.digests()).contains(garbage);
  }

  @Test
  void theFilesOfATreeStayAndAMissingTreeHoldsTheCollection() {
    Digest tree = tree(first);
    Digest file = Tree.parse(store.read(tree, 1000)).entries().getFirst().digest();
    assertThat(collect(Mode.DELETE).missing()).isEmpty();
    assertThat(store.digests()).contains(file);

    Digest more = store.put("more garbage");
    store.lose(tree);
    assertHeld(tree);
    assertThat(store.digests()).contains(file, more);

    assertThat(collect(Mode.DELETE, tree).missing()).isEmpty();
    assertThat(store.digests()).doesNotContain(file, more);
  }

  @Test
  void aDamagedTreeHoldsTheCollection() {
    Digest tree = tree(first);
    store.damage(tree);

    assertHeld(tree);
  }

  @Test
  void aVerdictOnWhatWasNeverStoredHoldsNothingAndKeepsWhatIsThere() {
    log.write(new Rebuilt("face-detect", "v1.0.0", "rebuild-1").reproduced());
    assertThat(collect(Mode.PLAN).missing()).isEmpty();

    Digest report = store.put("any");
    assertThat(report).hasToString(Rebuilt.DIGEST);
    collect(Mode.DELETE);
    assertThat(store.digests()).contains(report).doesNotContain(garbage);
  }

  @Test
  void countsWhatIsMissing() {
    Digest tree = tree(first);
    store.lose(tree);

    assertThat(collect(Mode.USAGE).missing())
        .extracting(Missing::digest)
        .containsExactly(tree.toString());
  }

  @Test
  void whatOnlyARefusedReleaseLacksHoldsNothing() {
    Line refused = new Line("face-detect", "v2.0.0", "");
    log.write(List.of(refused.requested(), refused.rejected("ING-020", "not there")));

    assertThat(collect(Mode.DELETE).removed().artifacts()).isEqualTo(1);
  }

  @Test
  void aReleaseThatWasPublishedAfterARefusalLacksNothing() {
    Line redriven = new Line("face-detect", "v2.0.0", "");
    log.write(redriven.requested());
    log.write(redriven.rejected("ING-020", "not there"));
    log.write(redriven.published());
    Digest anything = redriven.contents().keySet().iterator().next();
    store.putAll(redriven.contents());
    store.lose(anything);

    assertHeld(anything);
  }

  @Test
  void aClaimWhoseRequestTheLogHasNotHoldsTheCollection() {
    pointers.create(
        "claims/face-detect/v9.0.0",
        "{\"request\":\"%s\"}".formatted(Digest.of(new byte[] {9})).getBytes(UTF_8));

    assertThatThrownBy(() -> collect(Mode.DELETE))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("LDG-050"));
    assertThat(store.digests()).contains(garbage);
  }

  @Test
  void anEmptyLogBesideAFullStoreHoldsTheCollection() {
    String request = first.request();
    pointers.create("claims/face-detect/v1.0.0", request.getBytes(UTF_8));
    assertThat(collect(Mode.PLAN).missing()).isEmpty();

    TestLog empty = new TestLog();
    assertThatThrownBy(
            () -> collector(empty).collect("1", order(Mode.DELETE), TURN, (p, d, t) -> {}))
        .hasMessageContaining(request);
  }

  @Test
  void aReleaseThatIsRequestedWhileArtifactsAreRemovedLosesNothing() {
    Line late = new Line("late", "v1.0.0", "");
    ProducerRecord<byte[], byte[]> request = late.requested();
    store.putAll(late.contents());
    store.onRemoving = () -> log.write(request);

    Collected collected = collect(Mode.DELETE);

    assertThat(store.digests()).containsAll(late.contents().keySet()).doesNotContain(garbage);
    assertThat(collected.spared().artifacts()).isGreaterThan(5);
  }

  @Test
  void whatIsReusedAfterTheFirstLookStays() {
    store.onListed = () -> assertThat(store.reuse(garbage)).isPresent();

    Collected collected = collect(Mode.DELETE);

    assertThat(store.digests()).contains(garbage);
    assertThat(collected.removed()).isEqualTo(Tally.NONE);
  }

  @Test
  void whatIsLinkedAfterTheFirstLookStays() {
    store.onListed =
        () -> pointers.write("pushed/mirror/one/_blobs/" + garbage.hex(), new byte[] {'9'});

    collect(Mode.DELETE);

    assertThat(store.digests()).contains(garbage);
  }

  @Test
  void nobodyReliesOnAnythingWhileItIsRemoved() {
    store.onRemoving =
        () ->
            assertThatThrownBy(() -> store.reuse(garbage)).isInstanceOf(UnavailableException.class);

    collect(Mode.DELETE);

    assertThat(store.reuse(garbage)).isEmpty();
  }

  @Test
  void aCollectionThatWasBrokenOffIsGoneOnWith() {
    for (int i = 0; i < 3 * Sweep.BATCH; i++) {
      store.put("garbage " + i);
    }
    store.removalsLeft = Sweep.BATCH + 7;
    assertThatThrownBy(() -> collect(Mode.DELETE)).isInstanceOf(UnavailableException.class);
    assertThat(store.isRemoving()).isFalse();
    assertThat(pointers.list("collections/1/", null, 10)).hasSize(2);

    store.removalsLeft = Integer.MAX_VALUE;
    Collected collected = collector(log).collect("2", order(Mode.DELETE), TURN, (p, d, t) -> {});

    assertThat(collected.removed().artifacts()).isEqualTo(3L * Sweep.BATCH + 1 - Sweep.BATCH - 7);
    assertThat(store.digests()).containsAll(first.contents().keySet());
    assertThat(store.digests().size())
        .isEqualTo(kept.size() + pointers.list("collections/", null, 100).size());
  }

  private void record(Line line, List<ProducerRecord<byte[], byte[]>> records) {
    log.write(records);
    store.putAll(line.contents());
    kept.addAll(line.contents().keySet());
    records.forEach(one -> keep(store.put(one.value(), MediaTypes.EVENT).digest()));
  }

  private void keep(Digest digest) {
    kept.add(digest);
  }

  private Digest pushed(String text, String folder) {
    Digest digest = store.put(text);
    pointers.write(folder + digest.hex(), "9".getBytes(UTF_8));
    return digest;
  }

  /** The document, and all that it names, of a service that has not handed anything off yet. */
  private Digest toolchainInUse() {
    Digest jar = store.put("a jar");
    Tree tree = new Tree(List.of(new Tree.Entry("lib/a.jar", 5, jar)));
    keep(jar);
    keep(store.put(tree.bytes(), MediaTypes.TREE).digest());
    Digest document = store.put("{\"step\":\"sbom\",\"distribution\":\"" + tree.digest() + "\"}");
    pointers.write("consumers/sbom/toolchain-0", document.toString().getBytes(UTF_8));
    return document;
  }

  private static Digest tree(Line line) {
    return line.contents().entrySet().stream()
        .filter(e -> new String(e.getValue(), UTF_8).endsWith(" file\n"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private Set<Digest> withReports(Collected collected) {
    Set<Digest> all = new HashSet<>(kept);
    collected.reports().forEach(report -> all.add(Digest.parse(report)));
    return all;
  }

  private String reported(Collected collected) {
    return new String(store.read(Digest.parse(collected.reports().getFirst()), 1 << 20), UTF_8);
  }

  private void assertHeld(Digest digest) {
    assertThatThrownBy(() -> collect(Mode.DELETE))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.refusal().code()).isEqualTo("LDG-052");
              assertThat(e.refusal().subject()).contains(digest.toString());
              assertThat(e.refusal().found()).contains("face-detect");
            });
  }

  private Collected collect(Mode mode, Digest... lost) {
    return collector(log)
        .collect(
            "1",
            new Order(Duration.ofDays(7), mode, Set.of(lost)),
            TURN,
            (phase, done, total) -> assertThat(phase).isIn("log", "store", "removal"));
  }

  private static Order order(Mode mode) {
    return new Order(Duration.ofDays(7), mode, Set.of());
  }

  private Collector collector(TestLog of) {
    return new Collector(of, pointers, store, store, Clock.fixed(TestStore.NOW, ZoneOffset.UTC));
  }
}
