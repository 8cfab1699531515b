package dev.mintmark.cli.releasefile;

import dev.mintmark.cli.releasefile.Fields.At;
import dev.mintmark.content.Digest;
import dev.mintmark.vendor.file.FileSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Rules for where a file of the image comes from: one of four keys, and its digest. */
final class Origins {
  private static final List<String> KEYS = List.of("from", "npm", "maven", "url");
  private static final Pattern SHA256 = Pattern.compile("(?:sha256:)?([0-9a-f]{64})");
  private static final FileOrigin NONE =
      new FileOrigin.Local(new InputPath(InputPath.Root.RELEASE_FILE, "", 0, ""));

  private final Problems problems;
  private final Checks checks;

  Origins(Problems problems, Checks checks) {
    this.problems = problems;
    this.checks = checks;
  }

  /** Notes a problem for none and for several, and for what does not go with the one. */
  FileOrigin of(Fields file) {
    List<String> named = new ArrayList<>(KEYS);
    named.removeIf(key -> file.optional(key).isEmpty());
    if (named.size() != 1) {
      String text =
          named.isEmpty()
              ? "says not where it comes from; give it one of from, npm, maven and url"
              : "has " + String.join(" and ", named) + "; keep one of them";
      problems.add(named.isEmpty() ? "CLI-005" : "CLI-016", file.map(), file.path(), text);
      return NONE;
    }
    At at = file.at(named.getFirst());
    return switch (named.getFirst()) {
      case "npm" ->
          outside(file, at, FileSource.Npm::parse, "write name@version, e.g. @scope/name@1.0.2");
      case "maven" ->
          outside(
              file,
              at,
              FileSource.Maven::parse,
              "write group:artifact:version or group:artifact:version:classifier");
      case "url" ->
          outside(
              file,
              at,
              FileSource.Url::parse,
              "write an https address that ends with the file's name, without user and #");
      default -> local(file, at);
    };
  }

  private FileOrigin local(Fields file, At at) {
    file.maybe("sha256")
        .ifPresent(sha256 ->
            problem(
                sha256,
                "is for npm, maven and url; a file that lies here is hashed: leave it" + " out"));
    return new FileOrigin.Local(checks.path(at));
  }

  private FileOrigin outside(
      Fields file, At at, Function<String, Optional<FileSource>> parse, String advice) {
    Optional<FileSource> source = parse.apply(at.text());
    if (source.isEmpty()) {
      problem(at, "is '" + at.text() + "': " + advice);
      return NONE;
    }
    if (!(source.get() instanceof FileSource.Url)) {
      file.maybe("purl")
          .ifPresent(purl -> problem(purl, "follows from " + at.path() + "; leave it out"));
    }
    Optional<Digest> digest = file.maybe("sha256").flatMap(this::digest);
    return new FileOrigin.Outside(source.get(), digest, at.line(), at.path());
  }

  /** With or without {@code sha256:} before it. */
  Optional<Digest> digest(At at) {
    var form = SHA256.matcher(at.text());
    if (!form.matches()) {
      problems.add(
          "CLI-015",
          at.node(),
          at.path(),
          "is '" + at.text() + "': a SHA-256 is 64 lower-case hexadecimal digits");
      return Optional.empty();
    }
    return Optional.of(new Digest(form.group(1)));
  }

  private void problem(At at, String text) {
    problems.add("CLI-016", at.node(), at.path(), text);
  }
}
