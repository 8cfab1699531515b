package dev.mintmark.oci.filetable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.json.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every file of every platform's image with the input that it was taken from. Its JSON has one
 * form: sorted rows, fixed keys, no white space.
 *
 * @param rows sorted by platform, then path
 */
public record FileTable(List<Row> rows) {
  /** A longer text is refused: 100,000 files fit. */
  public static final int MAX_BYTES = 64 << 20;

  /** A table of more files is refused by its readers. */
  public static final int MAX_ROWS = 200_000;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * One file of one platform's image.
   *
   * @param path absolute in the image
   * @param mode permission bits
   * @param size in bytes
   * @param digest of the file's bytes
   * @param layer digest of the layer's blob
   */
  public record Row(
      Platform platform,
      String path,
      int mode,
      long size,
      Digest digest,
      Digest layer,
      Input input) {
    public Row {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("not an absolute path: '" + path + "'");
      }
    }
  }

  /**
   * What a file was taken from.
   *
   * @param artifact the file itself, the archive, or the tree that holds it
   * @param member path inside the archive or tree; null when the artifact is the file
   * @param purl package URL; null for the release's own files
   * @param license SPDX expression; null for the release's own files
   */
  public record Input(
      Artifact artifact,
      @Nullable String member,
      @Nullable String purl,
      @Nullable String license) {}

  public FileTable {
    rows =
        rows.stream().sorted(Comparator.comparing(Row::platform).thenComparing(Row::path)).toList();
  }

  /**
   * Reads the JSON form.
   *
   * @throws dev.mintmark.oci.OciException (OCI-005, OCI-006, OCI-008)
   */
  public static FileTable parse(byte[] bytes) {
    Fields table = Fields.read("file table", bytes, MAX_BYTES);
    return new FileTable(
        table.objects("files", MAX_ROWS).stream()
            .map(row -> row.checked("path", () -> row(row)))
            .toList());
  }

  private static Row row(Fields row) {
    Fields input = row.object("input");
    return new Row(
        Platform.parse(row.text("platform")),
        row.text("path"),
        Integer.parseInt(row.text("mode"), 8),
        row.nonNegative("size"),
        row.digest("digest"),
        row.digest("layer"),
        new Input(
            new Artifact(
                input.digest("digest"), input.text("mediaType"), input.nonNegative("size")),
            input.textOrNull("member"),
            input.textOrNull("purl"),
            input.textOrNull("license")));
  }

  /** The JSON form, UTF-8. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeArrayFieldStart("files");
      for (Row row : rows) {
        write(out, row);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, Row row) throws IOException {
    out.writeStartObject();
    out.writeStringField("platform", row.platform().toString());
    out.writeStringField("path", row.path());
    out.writeStringField("mode", "%04o".formatted(row.mode()));
    out.writeNumberField("size", row.size());
    out.writeStringField("digest", row.digest().toString());
    out.writeStringField("layer", row.layer().toString());
    out.writeObjectFieldStart("input");
    Input input = row.input();
    out.writeStringField("digest", input.artifact().digest().toString());
    out.writeStringField("mediaType", input.artifact().mediaType());
    out.writeNumberField("size", input.artifact().size());
    writeOptional(out, "member", input.member());
    writeOptional(out, "purl", input.purl());
    writeOptional(out, "license", input.license());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void writeOptional(JsonGenerator out, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }

  /** The reference to the JSON form. */
  public Artifact artifact() {
    return Artifact.of(bytes(), MediaTypes.FILE_TABLE);
  }
}
