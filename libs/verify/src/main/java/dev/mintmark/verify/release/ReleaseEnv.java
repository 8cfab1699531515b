package dev.mintmark.verify.release;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The text form of a {@link ReleaseStatement}, file name {@code release.env}: first {@code
 * mintmark.release=1}, then lines {@code key=value}, sorted by key, UTF-8, each ended by a newline.
 * A statement has exactly one form.
 */
public final class ReleaseEnv {
  private ReleaseEnv() {}

  public static byte[] write(ReleaseStatement statement) {
    SortedMap<String, String> lines = new TreeMap<>();
    lines.put("name", statement.name());
    lines.put("version", statement.version());
    lines.put("target", statement.target());
    lines.put("platform", statement.platform());
    lines.put("repository", statement.repository());
    lines.put("security.floor", Long.toString(statement.securityFloor()));
    image(lines, statement.image());
    model(lines, statement.model());
    blob(lines, "sbom.image", statement.boms().image());
    blob(lines, "sbom.model", statement.boms().model());
    return Lines.write(lines);
  }

  /**
   * Reads the text form.
   *
   * @throws RefusedException VER-030 to VER-036: unknown, doubled or missing keys, another order,
   *     another version, characters that nobody sees, values in any form but the one that {@link
   *     #write} gives them
   */
  public static ReleaseStatement read(byte[] bytes) {
    Values values = new Values(Lines.read(bytes));
    ReleaseStatement statement;
    try {
      statement = statement(values);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RefusalCode.ENV_VALUE, "cannot accept the release statement: " + e.getMessage(), e);
    }
    values.end();
    if (!Arrays.equals(write(statement), bytes)) {
      throw Lines.refused(RefusalCode.ENV_VALUE, "its values are not in their one form");
    }
    return statement;
  }

  private static ReleaseStatement statement(Values values) {
    return new ReleaseStatement(
        values.text("name"),
        values.text("version"),
        values.text("target"),
        values.text("platform"),
        values.text("repository"),
        image(values),
        model(values),
        new Boms(values.blob("sbom.image"), values.blob("sbom.model")),
        values.number("security.floor"));
  }

  private static Image image(Values values) {
    return new Image(
        values.digest("index.digest"),
        values.blob("manifest"),
        values.blob("config"),
        values.list("layer", key -> new Layer(values.blob(key), values.digest(key + ".diff"))));
  }

  private static Model model(Values values) {
    return new Model(
        values.blob("model.manifest"),
        values.blob("model"),
        values.list("smoke", values::named),
        values.list("expected", values::named));
  }

  private static void image(SortedMap<String, String> lines, Image image) {
    lines.put("index.digest", image.index().toString());
    blob(lines, "manifest", image.manifest());
    blob(lines, "config", image.config());
    Values.writeList(
        "layer",
        image.layers(),
        (key, layer) -> {
          blob(lines, key, layer.blob());
          lines.put(key + ".diff", layer.diffId().toString());
        });
  }

  private static void model(SortedMap<String, String> lines, Model model) {
    blob(lines, "model.manifest", model.manifest());
    blob(lines, "model", model.file());
    Values.writeList("smoke", model.smoke(), (key, file) -> named(lines, key, file));
    Values.writeList("expected", model.expected(), (key, file) -> named(lines, key, file));
  }

  private static void named(SortedMap<String, String> lines, String key, NamedBlob file) {
    lines.put(key + ".path", file.path());
    blob(lines, key, file.blob());
  }

  private static void blob(SortedMap<String, String> lines, String key, Blob blob) {
    lines.put(key + ".digest", blob.digest().toString());
    lines.put(key + ".size", Long.toString(blob.size()));
  }
}
