package dev.mintmark.cli.releasefile;

import java.util.LinkedHashMap;
import java.util.Map;

/** What kind of YAML value a key takes. */
sealed interface Shape {
  /** For messages: {@code a text}, {@code a list}. */
  String article();

  /** A text; YAML's own numbers and booleans must be quoted, so that nothing is read two ways. */
  record Text() implements Shape {
    @Override
    public String article() {
      return "a text";
    }
  }

  /** A decimal integer in Java's {@code long}. */
  record Whole() implements Shape {
    @Override
    public String article() {
      return "a whole number";
    }
  }

  /** A finite decimal number. */
  record Decimal() implements Shape {
    @Override
    public String article() {
      return "a number";
    }
  }

  /** Any number of values of one shape. */
  record ListOf(Shape element) implements Shape {
    @Override
    public String article() {
      return "a list";
    }
  }

  /** Free names with scalar values, taken as they are written. */
  record Settings() implements Shape {
    @Override
    public String article() {
      return "a map of names and values";
    }
  }

  /** A fixed set of keys, in the order in which messages list them. */
  record Fields(Map<String, Field> fields) implements Shape {
    @Override
    public String article() {
      return "a map with the keys " + String.join(", ", fields.keySet());
    }
  }

  /** A key of {@link Fields}. */
  record Field(Shape shape, boolean required) {}

  static Fields fields(Object... namesAndFields) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndFields.length; i += 2) {
      fields.put((String) namesAndFields[i], (Field) namesAndFields[i + 1]);
    }
    return new Fields(fields);
  }

  static Field required(Shape shape) {
    return new Field(shape, true);
  }

  static Field optional(Shape shape) {
    return new Field(shape, false);
  }

  static Field texts() {
    return required(new ListOf(new Text()));
  }

  static Field text() {
    return required(new Text());
  }

  /** The shapes that a release file may hold, newest version. */
  static Fields releaseFile() {
    return fields(
        "apiVersion", text(),
        "name", text(),
        "version", text(),
        "repository", text(),
        "supplier", text(),
        "source", required(source()),
        "model", required(model()),
        "quantize", required(quantize()),
        "image", required(image()),
        "run", required(run()),
        "targets", texts());
  }

  private static Fields source() {
    return fields("repository", text(), "commit", text(), "epoch", required(new Whole()));
  }

  private static Fields model() {
    return fields(
        "file", text(),
        "license", text(),
        "training",
            required(
                fields(
                    "name", text(),
                    "dataset", text(),
                    "environment", text(),
                    "seed", required(new Whole()))));
  }

  private static Fields quantize() {
    return fields(
        "calibration", text(),
        "validation", text(),
        "gate",
            required(
                fields(
                    "metric", text(),
                    "minimum", required(new Decimal()),
                    "parameters", optional(new Settings()))));
  }

  private static Fields image() {
    Fields file =
        fields(
            "platform", text(),
            "path", text(),
            "mode", text(),
            "from", optional(new Text()),
            "npm", optional(new Text()),
            "maven", optional(new Text()),
            "url", optional(new Text()),
            "sha256", optional(new Text()),
            "member", optional(new Text()),
            "purl", optional(new Text()),
            "license", text());
    Fields closure =
        fields(
            "platform", text(),
            "file", text(),
            "sha256", text(),
            "license", optional(new Text()));
    Fields allowance = fields("path", text(), "finding", text(), "reason", text());
    return fields(
        "base", optional(new Text()),
        "dockerfile", optional(new Text()),
        "context", optional(new Text()),
        "packages", optional(new Text()),
        "python", optional(new Text()),
        "pythonVersion", optional(new Text()),
        "glibc", optional(new Text()),
        "app", text(),
        "closures", optional(new ListOf(closure)),
        "files", optional(new ListOf(file)),
        "entrypoint", texts(),
        "env", optional(new Settings()),
        "platforms", texts(),
        "allow", optional(new ListOf(allowance)),
        "sizeBudget", optional(new Whole()));
  }

  private static Fields run() {
    return fields("smoke", text(), "port", optional(new Whole()), "health", optional(new Text()));
  }
}
