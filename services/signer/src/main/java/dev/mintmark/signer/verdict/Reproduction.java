package dev.mintmark.signer.verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReproducedArtifact;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.events.release.v1.UsedToolchain;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as an in-toto statement about the image index; the predicate is described in {@code
 * docs/predicates/reproduction-v1.md}. The same verdict is the same bytes.
 */
final class Reproduction {
  static final String PREDICATE_TYPE = "https://mintmark.dev/attestation/reproduction/v1";

  private Reproduction() {}

  static Statement statement(ReleaseReproduced verdict, Digest index) {
    return new Statement(
        List.of(new Subject(Optional.of(verdict.getRepository()), index)),
        PREDICATE_TYPE,
        predicate(verdict));
  }

  private static ObjectNode predicate(ReleaseReproduced verdict) {
    ObjectNode json = CanonicalJson.object();
    json.putObject("release")
        .put("name", verdict.getHandOff().getName())
        .put("version", verdict.getHandOff().getVersion())
        .put("request", verdict.getHandOff().getRequest());
    json.put("run", verdict.getRun());
    json.put("outcome", verdict.getOutcome().toString());
    counts(json.putObject("artifacts"), verdict.getArtifacts());
    ArrayNode notIdentical = json.putArray("notIdentical");
    for (ReproducedArtifact artifact : verdict.getArtifacts()) {
      if (artifact.getVerdict() != ReproductionOutcome.IDENTICAL) {
        row(notIdentical.addObject(), artifact);
      }
    }
    ArrayNode toolchains = json.putArray("toolchains");
    for (UsedToolchain toolchain : verdict.getToolchains()) {
      toolchains
          .addObject()
          .put("step", toolchain.getStep())
          .put("recorded", toolchain.getRecorded())
          .put("used", toolchain.getUsed());
    }
    json.set("report", reference(verdict.getReport()));
    return json;
  }

  private static void counts(ObjectNode json, List<ReproducedArtifact> artifacts) {
    Map<ReproductionOutcome, Integer> counts = new EnumMap<>(ReproductionOutcome.class);
    artifacts.forEach(artifact -> counts.merge(artifact.getVerdict(), 1, Integer::sum));
    counts.forEach((outcome, count) -> json.put(outcome.toString(), count));
  }

  private static void row(ObjectNode json, ReproducedArtifact artifact) {
    json.put("step", artifact.getStep());
    json.put("role", artifact.getRole());
    json.put("outcome", artifact.getVerdict().toString());
    json.put("recorded", digest(artifact.getRecorded()));
    json.put("rebuilt", digest(artifact.getRebuilt()));
    json.put("rule", artifact.getRule());
    json.put("detail", artifact.getDetail());
  }

  private static @Nullable String digest(@Nullable ArtifactReference reference) {
    return reference == null ? null : reference.getDigest();
  }

  private static ObjectNode reference(ArtifactReference reference) {
    return CanonicalJson.object()
        .put("mediaType", reference.getMediaType())
        .put("digest", reference.getDigest())
        .put("size", reference.getSize());
  }
}
