package dev.mintmark.cli.image;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A device class that an index has a model for.
 *
 * @param platform that its devices are; empty when the model does not say, or is not here
 * @param model manifest of the model
 * @param isHere whether the model is where the image is: copies of an image leave it behind
 * @param files of the model, with their titles
 * @param tested who ran its profile on such hardware, or the word for nobody; empty when not said
 * @param exposure what of the host's devices a container is given, by way: {@code device}, {@code
 *     gpus}, {@code cdi}
 */
public record TargetNote(
    String target,
    Optional<Platform> platform,
    Digest model,
    boolean isHere,
    List<Descriptor> files,
    Optional<String> tested,
    SortedMap<String, List<String>> exposure) {
  private static final String UNTESTED = "untested";
  private static final Pattern TARGET = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");

  /**
   * Those that the top's annotations name, by name.
   *
   * @throws OciException for a model of other bytes, a target that is none or for no platform
   */
  static List<TargetNote> of(ImageSource source, FetchedManifest top) throws IOException {
    List<TargetNote> notes = new ArrayList<>();
    for (Map.Entry<String, String> note : top.document().annotations().entrySet()) {
      if (note.getKey().startsWith(Annotations.MODEL_PREFIX) && Digest.isDigest(note.getValue())) {
        String target = note.getKey().substring(Annotations.MODEL_PREFIX.length());
        if (!TARGET.matcher(target).matches()) {
          throw new OciException(
              OciError.FIELD,
              "cannot use the annotation '" + note.getKey() + "': it names no target");
        }
        Digest model = Digest.parse(note.getValue());
        Optional<FetchedManifest> found = find(source, model);
        notes.add(
            found.isPresent()
                ? of(target, model, found.get(), top)
                : new TargetNote(
                    target,
                    Optional.empty(),
                    model,
                    false,
                    List.of(),
                    saidBy(top, target),
                    new TreeMap<>()));
      }
    }
    return notes;
  }

  private static Optional<FetchedManifest> find(ImageSource source, Digest model)
      throws IOException {
    try {
      return Optional.of(source.manifest(model));
    } catch (OciException e) {
      if (e.error() == OciError.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<String> saidBy(FetchedManifest top, String target) {
    return Optional.ofNullable(
        top.document().annotations().get(Annotations.TESTED_PREFIX + target));
  }

  private static TargetNote of(
      String target, Digest digest, FetchedManifest model, FetchedManifest top) {
    SortedMap<String, String> says = model.document().annotations();
    SortedMap<String, List<String>> exposure = new TreeMap<>();
    says.forEach((key, value) -> {
      if (key.startsWith(Annotations.EXPOSE_PREFIX)) {
        exposure.put(
            key.substring(Annotations.EXPOSE_PREFIX.length()), List.of(value.split(",", -1)));
      }
    });
    return new TargetNote(
        target,
        Optional.ofNullable(says.get(Annotations.PLATFORM)).map(TargetNote::platform),
        digest,
        true,
        model.document() instanceof Manifest manifest ? manifest.layers() : List.of(),
        Optional.ofNullable(says.get(Annotations.TESTED)).or(() -> saidBy(top, target)),
        exposure);
  }

  private static Platform platform(String said) {
    try {
      return Platform.parse(said);
    } catch (IllegalArgumentException e) {
      throw new OciException(
          OciError.FIELD, "cannot use the platform of a model: " + e.getMessage(), e);
    }
  }

  public boolean isUntested() {
    return tested.filter(UNTESTED::equals).isPresent();
  }

  /** The exposure as one line. */
  public String exposureWords() {
    List<String> words = new ArrayList<>();
    exposure.forEach((way, values) -> values.forEach(value -> words.add(way + " " + value)));
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  /** For {@code --json}. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("target", target);
    platform.ifPresent(p -> json.put("platform", p.toString()));
    json.put("model", model.toString()).put("modelIsHere", isHere);
    tested.ifPresent(who -> json.put("tested", who));
    ObjectNode given = json.putObject("exposure");
    exposure.forEach((way, values) -> values.forEach(given.withArray(way)::add));
    return json;
  }
}
