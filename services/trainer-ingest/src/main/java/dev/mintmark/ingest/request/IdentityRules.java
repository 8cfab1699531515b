package dev.mintmark.ingest.request;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who the release is and which commit it comes from. */
final class IdentityRules {
  /** Repository names as the OCI distribution specification has them. */
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Set<String> SOURCE_SCHEMES = Set.of("https", "http", "ssh", "git");

  /** The last second that a tar header can say: 11 octal digits, the year 2242. */
  private static final long MAX_EPOCH = 077777777777L;

  private IdentityRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    return Stream.of(
            Fault.unless(
                ReleaseId.isName(request.getName()),
                Codes.NAME,
                "the release name",
                "found " + Shown.of(request.getName()),
                "use lower-case letters and digits with single - . _ inside, at most 64"
                    + " characters, e.g. face-detect"),
            Fault.unless(
                ReleaseId.isVersion(request.getVersion()),
                Codes.VERSION,
                "the release version",
                "found " + Shown.of(request.getVersion()),
                "use v<major>.<minor>.<patch>, e.g. v1.0.0 or v1.0.0-rc.1"),
            repository(request.getRepository()),
            Fault.unlessLine(request.getSupplier(), Codes.TEXT, "the supplier"),
            source(request.getSource()))
        .flatMap(faults -> faults);
  }

  private static Stream<Refusal> repository(String name) {
    return Stream.concat(
        Fault.unlessMatches(
            REPOSITORY,
            255,
            name,
            Codes.REPOSITORY,
            "the repository",
            "use an OCI repository name of lower-case parts, e.g. vision/face-detect"),
        Fault.unless(
            !namesAHost(name),
            Codes.REPOSITORY,
            "the repository",
            "its first part " + Shown.of(name) + " reads as a registry's host",
            "leave the host out: a release says what it is called, not where it is kept"));
  }

  /** As OCI clients tell a host from a name: a first part of several with a dot, or localhost. */
  private static boolean namesAHost(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    return first.contains(".") || first.equals("localhost");
  }

  private static Stream<Refusal> source(Source source) {
    return Stream.of(
            Fault.unless(
                isSourceUrl(source.getRepository()),
                Codes.SOURCE,
                "the source repository",
                "found " + Shown.of(withoutSecret(source.getRepository())),
                "use an absolute URL without a password, e.g. https://example.com/vision.git"),
            Fault.unlessMatches(
                COMMIT,
                40,
                source.getCommit(),
                Codes.SOURCE,
                "the source commit",
                "give the whole commit, 40 lower-case hex digits, as `git rev-parse HEAD` prints"),
            Fault.unless(
                source.getEpoch() > 0 && source.getEpoch() <= MAX_EPOCH,
                Codes.EPOCH,
                "the source epoch",
                "found " + source.getEpoch(),
                "give the commit's time in seconds since 1970, as `git log -1 --format=%ct`"
                    + " prints"))
        .flatMap(faults -> faults);
  }

  private static boolean isSourceUrl(String text) {
    try {
      URI uri = new URI(text);
      String user = uri.getUserInfo();
      return text.length() <= 500
          && uri.getScheme() != null
          && SOURCE_SCHEMES.contains(uri.getScheme())
          && uri.getHost() != null
          && (user == null || !user.contains(":"));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** A password must not reach a log by way of the message that refuses it. */
  private static String withoutSecret(String url) {
    return url.replaceFirst("//[^/]*@", "//...@");
  }
}
