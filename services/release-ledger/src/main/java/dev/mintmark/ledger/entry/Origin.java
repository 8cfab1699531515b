package dev.mintmark.ledger.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.DockerfileBuild;
import dev.mintmark.events.build.v1.DockerfileImage;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.build.v1.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that a request names: what a release is made from.
 *
 * @param value a digest, or a name
 */
public record Origin(Kind kind, String value) {
  /** Longer values are no identity: they stay out, where an index could not hold them. */
  private static final int LONGEST = 256;

  /** What a value is to a release; the word is stored. */
  public enum Kind {
    DATASET,
    BASE,
    ENVIRONMENT,
    MODEL,
    COMMIT,
    PROFILE,
    TARGET,
    /** Any other artifact. */
    INPUT,
    /** Commit, dataset, environment and seed together. */
    TRAINING;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Everything that the request names, each once.
   *
   * @param artifacts all references of the request
   */
  static List<Origin> of(BuildRequested request, List<ArtifactUse> artifacts) {
    TrainedModel model = request.getModel();
    List<Origin> origins = new ArrayList<>();
    origins.add(new Origin(Kind.DATASET, model.getDataset().getDigest()));
    bases(request).forEach(base -> origins.add(new Origin(Kind.BASE, base)));
    origins.add(new Origin(Kind.ENVIRONMENT, model.getEnvironment().getDigest()));
    origins.add(new Origin(Kind.MODEL, model.getFile().getDigest()));
    origins.add(new Origin(Kind.COMMIT, request.getSource().getCommit()));
    origins.add(new Origin(Kind.TRAINING, training(request)));
    for (Target target : request.getTargets()) {
      origins.add(new Origin(Kind.TARGET, target.getName()));
      origins.add(new Origin(Kind.PROFILE, target.getProfile().getDigest()));
    }
    Set<String> named = origins.stream().map(Origin::value).collect(Collectors.toSet());
    artifacts.stream()
        .map(ArtifactUse::digest)
        .filter(digest -> !named.contains(digest))
        .forEach(digest -> origins.add(new Origin(Kind.INPUT, digest)));
    return origins.stream()
        .filter(o -> o.value().length() <= LONGEST)
        .map(o -> new Origin(o.kind(), Storable.text(o.value())))
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .stream()
        .toList();
  }

  private static List<String> bases(BuildRequested request) {
    DockerfileBuild dockerfile = request.getImage().getDockerfile();
    return dockerfile == null
        ? List.of(request.getImage().getBase())
        : dockerfile.getImages().stream().map(DockerfileImage::getDigest).toList();
  }

  /** One training run, told twice, has one value; its model should have one digest. */
  private static String training(BuildRequested request) {
    TrainedModel model = request.getModel();
    String run =
        String.join(
            "\n",
            request.getSource().getCommit(),
            model.getDataset().getDigest(),
            model.getEnvironment().getDigest(),
            Long.toString(model.getSeed()));
    return Digest.of(run.getBytes(UTF_8)).toString();
  }
}
