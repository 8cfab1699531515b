package dev.mintmark.ingest.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.kit.store.Pointers;
import java.util.ArrayList;
import java.util.List;

/**
 * Models by the training that they come from: same commit, dataset, environment and seed should
 * give the same bytes. What is found depends on history, so none of it may enter an event.
 */
public final class Trainings {
  private static final int MOST = 1000;
  private static final byte[] NOTHING = {};

  private final Pointers pointers;

  public Trainings(Pointers pointers) {
    this.pointers = pointers;
  }

  /** Writes the release down under its training. Idempotent. */
  public void note(BuildRequested request) {
    pointers.create(
        String.join(
            "/",
            prefix(request) + Digest.parse(request.getModel().getFile().getDigest()).hex(),
            request.getName(),
            request.getVersion()),
        NOTHING);
  }

  /** Releases of the same training that have another model, by their model's digest. */
  public List<Drift> drift(BuildRequested request) {
    String prefix = prefix(request);
    List<Drift> drift = new ArrayList<>();
    for (String key : pointers.list(prefix, null, MOST)) {
      String[] parts = key.substring(prefix.length()).split("/", -1);
      String model = "sha256:" + parts[0];
      if (parts.length == 3 && !model.equals(request.getModel().getFile().getDigest())) {
        drift.add(new Drift(parts[1] + ":" + parts[2], model));
      }
    }
    return drift;
  }

  private static String prefix(BuildRequested request) {
    TrainedModel model = request.getModel();
    String run =
        String.join(
            "\n",
            request.getSource().getCommit(),
            model.getDataset().getDigest(),
            model.getEnvironment().getDigest(),
            Long.toString(model.getSeed()));
    return "trainings/" + Digest.of(run.getBytes(UTF_8)).hex() + "/";
  }
}
