package dev.mintmark.oci.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mintmark.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The canonical form: keys in the specification's order, sorted maps, UTF-8, no white space. */
final class OciJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator out;

  private OciJson(JsonGenerator out) {
    this.out = out;
  }

  @FunctionalInterface
  private interface Body {
    void write(OciJson json) throws IOException;
  }

  static byte[] write(Manifest manifest) {
    return object(json -> {
      json.head(manifest.mediaType(), manifest.artifactType());
      json.out.writeFieldName("config");
      json.descriptor(manifest.config());
      json.descriptors("layers", manifest.layers());
      json.tail(manifest.subject(), manifest.annotations());
    });
  }

  static byte[] write(ImageIndex index) {
    return object(json -> {
      json.head(index.mediaType(), index.artifactType());
      json.descriptors("manifests", index.manifests());
      json.tail(index.subject(), index.annotations());
    });
  }

  static byte[] write(ImageConfig config) {
    return object(json -> json.config(config));
  }

  private static byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      generator.writeStartObject();
      body.write(new OciJson(generator));
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is not Unicode cannot be written as JSON", e);
    }
    return bytes.toByteArray();
  }

  private void head(String mediaType, @Nullable String artifactType) throws IOException {
    out.writeNumberField("schemaVersion", 2);
    out.writeStringField("mediaType", mediaType);
    optional("artifactType", artifactType);
  }

  private void tail(@Nullable Descriptor subject, Map<String, String> annotations)
      throws IOException {
    if (subject != null) {
      out.writeFieldName("subject");
      descriptor(subject);
    }
    map("annotations", annotations);
  }

  private void descriptors(String name, List<Descriptor> descriptors) throws IOException {
    out.writeArrayFieldStart(name);
    for (Descriptor descriptor : descriptors) {
      descriptor(descriptor);
    }
    out.writeEndArray();
  }

  private void descriptor(Descriptor descriptor) throws IOException {
    out.writeStartObject();
    out.writeStringField("mediaType", descriptor.mediaType());
    out.writeStringField("digest", descriptor.digest().toString());
    out.writeNumberField("size", descriptor.size());
    map("annotations", descriptor.annotations());
    Platform platform = descriptor.platform();
    if (platform != null) {
      out.writeObjectFieldStart("platform");
      platform(platform);
      out.writeEndObject();
    }
    optional("artifactType", descriptor.artifactType());
    out.writeEndObject();
  }

  private void platform(Platform platform) throws IOException {
    out.writeStringField("architecture", platform.architecture());
    out.writeStringField("os", platform.os());
    optional("variant", platform.variant());
  }

  private void config(ImageConfig config) throws IOException {
    String created = Instant.ofEpochSecond(config.created()).toString();
    out.writeStringField("created", created);
    platform(config.platform());
    out.writeObjectFieldStart("config");
    run(config.run());
    out.writeEndObject();
    out.writeObjectFieldStart("rootfs");
    out.writeStringField("type", "layers");
    strings("diff_ids", config.diffIds().stream().map(Object::toString).toList());
    out.writeEndObject();
    out.writeArrayFieldStart("history");
    for (ImageConfig.History line : config.history()) {
      out.writeStartObject();
      out.writeStringField("created", created);
      out.writeStringField("created_by", line.createdBy());
      if (line.emptyLayer()) {
        out.writeBooleanField("empty_layer", true);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void run(ImageConfig.Run run) throws IOException {
    optional("User", run.user());
    if (!run.exposedPorts().isEmpty()) {
      out.writeObjectFieldStart("ExposedPorts");
      for (String port : run.exposedPorts()) {
        out.writeObjectFieldStart(port);
        out.writeEndObject();
      }
      out.writeEndObject();
    }
    nonEmpty("Env", run.env());
    nonEmpty("Entrypoint", run.entrypoint());
    nonEmpty("Cmd", run.cmd());
    optional("WorkingDir", run.workingDir());
    map("Labels", run.labels());
  }

  private void optional(String name, @Nullable String value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }

  private void nonEmpty(String name, List<String> values) throws IOException {
    if (!values.isEmpty()) {
      strings(name, values);
    }
  }

  private void strings(String name, List<String> values) throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  private void map(String name, Map<String, String> sorted) throws IOException {
    if (!sorted.isEmpty()) {
      out.writeObjectFieldStart(name);
      for (Map.Entry<String, String> entry : sorted.entrySet()) {
        out.writeStringField(entry.getKey(), entry.getValue());
      }
      out.writeEndObject();
    }
  }
}
