package dev.mintmark.ledger.rebuild.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.compare.source.Blobs;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.ledger.rebuild.chain.Input;
import dev.mintmark.ledger.rebuild.chain.Inputs;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.RebuiltRelease;
import dev.mintmark.ledger.rebuild.chain.RecordedRelease;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.verify.key.SigningKey;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A release, and a rebuild of it that a test spoils. */
final class SampleRebuild {
  static final SigningKey KEY = SigningKey.generate();
  static final SigningKey EVIDENCE = SigningKey.generate();

  final SampleHandOffs recorded = new SampleHandOffs();
  final SampleHandOffs rebuilt = new SampleHandOffs();
  final Map<Digest, byte[]> laidOut = new HashMap<>();

  SigningKey attestedBy = EVIDENCE;
  List<SigningKey> knownEvidence = List.of(EVIDENCE);
  SigningKey signedBy = KEY;
  String hint = KEY.verificationKey().hint();
  List<SigningKey> known = List.of(KEY);
  Optional<Measured> measured = Optional.empty();
  Optional<String> broken = Optional.empty();
  Optional<ReleaseRejected> rejection = Optional.empty();
  final List<Steps> notReached = new ArrayList<>();
  Runnable afterwards = () -> {};

  private final ArtifactStore trees;

  SampleRebuild(Path folder) {
    this.trees = new FolderArtifactStore(folder);
  }

  /** A step refused, and none came after it. */
  void refuse(Steps by, String code, String found) {
    rejection = Optional.of(new ReleaseRejected(null, by.step(), code, "subject", found, "advice"));
    notReached.addAll(List.of(Steps.values()).subList(by.ordinal(), Steps.values().length));
  }

  /** A toolchain document of that distribution. */
  static byte[] toolchain(String distribution, String jdk) {
    return ("{\"step\":\"sbom\",\"version\":\"0.1.0\",\"distribution\":\""
            + distribution(distribution)
            + "\",\"jdk\":{\"version\":\""
            + jdk
            + "\"}}")
        .getBytes(UTF_8);
  }

  private static Digest distribution(String text) {
    return Digest.of(text.getBytes(UTF_8));
  }

  /** Has a step of the side run as that, and both stores know about it. */
  void runs(SampleHandOffs side, Steps step, String distribution, String jdk) {
    byte[] document = toolchain(distribution, jdk);
    side.store.put(Digest.of(document), document);
    recorded.store.put(distribution(distribution), distribution.getBytes(UTF_8));
    side.toolchains.put(step, Digest.of(document).toString());
  }

  /** What was found. */
  Judgement judge() {
    Sides sides = sides();
    return new Judge(
            new ReleaseKeys(
                known.stream().map(SigningKey::verificationKey).toList(),
                knownEvidence.stream().map(SigningKey::verificationKey).toList()))
        .judge(sides);
  }

  Sides sides() {
    SampleHandOffs inputs = new SampleHandOffs();
    BuildRequested request = inputs.requested();
    byte[] requestBytes = EventCodec.write(request);
    inputs.store.values().forEach(bytes -> trees.put(bytes, MediaTypes.OCTET_STREAM));
    recorded.store.putAll(inputs.store);
    laidOut.putAll(inputs.store);
    Map<Steps, Link> before = new HashMap<>(recorded.line(request));
    before.put(Steps.SIGN, recorded.signed(before, signedBy, hint, attestedBy));
    Map<Steps, Link> after = new HashMap<>(rebuilt.line(request));
    after.put(Steps.SIGN, rebuilt.prepared(after));
    notReached.forEach(after::remove);
    ModelQuantized quantized = (ModelQuantized) SampleHandOffs.of(before, Steps.QUANTIZE).event();
    new SampleHandOffs()
        .line(request)
        .values()
        .forEach(link -> trees.put(link.bytes(), MediaTypes.EVENT));
    recorded.store.values().forEach(bytes -> trees.put(bytes, MediaTypes.OCTET_STREAM));
    List<Input> measures = new Inputs(trees).measured(quantized);
    for (Input measure : measures) {
      laidOut.put(measure.artifact().digest(), recorded.store.get(measure.artifact().digest()));
    }
    List<Input> named = new Inputs(trees).of(request);
    afterwards.run();
    return new Sides(
        new RecordedRelease(SampleHandOffs.RELEASE, Digest.of(requestBytes), request, before),
        blobs(recorded.store),
        new RebuiltRelease(
            new Run("rebuild-1"),
            after.getOrDefault(Steps.SIGN, before.get(Steps.SIGN)).value().digest(),
            after,
            rejection,
            broken),
        blobs(rebuilt.store),
        blobs(laidOut),
        named,
        measures,
        measured);
  }

  private static Blobs blobs(Map<Digest, byte[]> store) {
    return digest -> Optional.ofNullable(store.get(digest)).map(ByteArrayInputStream::new);
  }

  /** One bit of it is another. */
  static void flip(Map<Digest, byte[]> store, Digest digest) {
    byte[] bytes = SampleHandOffs.of(store, digest).clone();
    bytes[bytes.length / 2] ^= 1;
    store.put(digest, bytes);
  }

  /** Every artifact that a row names, and what these hold. */
  static HashSet<Digest> digests(Judgement judgement, boolean ofRebuilt) {
    HashSet<Digest> digests = new HashSet<>();
    judgement
        .rows()
        .forEach(row ->
            (ofRebuilt ? row.rebuilt() : row.recorded())
                .map(Artifact::digest)
                .ifPresent(digests::add));
    return digests;
  }
}
