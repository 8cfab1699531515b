package dev.mintmark.vendor.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.client.NpmClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a single file is come by. Its text is what people write. */
public sealed interface FileSource {
  /** {@code npm}, {@code maven} or {@code url}. */
  String kind();

  /** The file's own name, without folders and blanks. */
  String fileName();

  /**
   * Package URL (purl-spec). It names no host: the same bytes are the same input wherever they came
   * from.
   */
  String purl(Digest digest);

  /** The archive of an npm package. */
  record Npm(String name, String version) implements FileSource {
    private static final Pattern FORM =
        Pattern.compile(
            "((?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*)@([0-9][0-9A-Za-z.+-]{0,127})");

    /** {@code name@version}; empty for any other text. */
    public static Optional<FileSource> parse(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches() ? Optional.of(new Npm(form.group(1), form.group(2))) : Optional.empty();
    }

    @Override
    public String kind() {
      return "npm";
    }

    @Override
    public String fileName() {
      return NpmClient.archiveName(name, version);
    }

    @Override
    public String purl(Digest digest) {
      return "pkg:npm/" + name.replace("@", "%40") + "@" + encoded(version);
    }

    @Override
    public String toString() {
      return name + "@" + version;
    }
  }

  /**
   * A jar.
   *
   * @param classifier e.g. {@code linux-x86_64}
   */
  record Maven(String group, String artifact, String version, Optional<String> classifier)
      implements FileSource {
    private static final Pattern FORM =
        Pattern.compile(
            "([A-Za-z0-9_][A-Za-z0-9._-]*):([A-Za-z0-9_][A-Za-z0-9._-]*)"
                + ":([0-9A-Za-z][0-9A-Za-z.+_-]{0,127})(?::([A-Za-z0-9][A-Za-z0-9._-]*))?");

    /** {@code group:artifact:version[:classifier]}; empty for any other text. */
    public static Optional<FileSource> parse(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches()
          ? Optional.of(
              new Maven(
                  form.group(1), form.group(2), form.group(3), Optional.ofNullable(form.group(4))))
          : Optional.empty();
    }

    @Override
    public String kind() {
      return "maven";
    }

    @Override
    public String fileName() {
      return artifact + "-" + version + classifier.map(each -> "-" + each).orElse("") + ".jar";
    }

    @Override
    public String purl(Digest digest) {
      String qualifier = classifier.map(each -> "?classifier=" + encoded(each)).orElse("");
      return "pkg:maven/%s/%s@%s%s".formatted(group, artifact, encoded(version), qualifier);
    }

    @Override
    public String toString() {
      return "%s:%s:%s%s"
          .formatted(group, artifact, version, classifier.map(each -> ":" + each).orElse(""));
    }
  }

  /**
   * What an address gives.
   *
   * @param address http or https, whose path ends with a file's name
   */
  record Url(URI address) implements FileSource {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~@-]{0,199}");

    /** Empty for what is no such address; a user's name in it is none of its parts. */
    public static Optional<FileSource> parse(String text) {
      try {
        URI uri = new URI(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean right =
            (scheme.equals("https") || scheme.equals("http"))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getFragment() == null
                && NAME.matcher(name(uri)).matches();
        return right ? Optional.of(new Url(uri)) : Optional.empty();
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }

    private static String name(URI uri) {
      String path = String.valueOf(uri.getPath());
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String kind() {
      return "url";
    }

    @Override
    public String fileName() {
      return name(address);
    }

    /** No version: what an address gives has none but its digest. */
    @Override
    public String purl(Digest digest) {
      return "pkg:generic/" + encoded(fileName()) + "?checksum=" + digest;
    }

    @Override
    public String toString() {
      return address.toString();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("%7E", "~");
  }
}
