package dev.mintmark.ingest.request;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.kit.refusal.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The image's files that come from artifacts: where they lie and what they say of themselves. */
final class FileRules {
  private static final int MAX_PATH = 1024;

  private FileRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    List<ImageFile> files = request.getImage().getFiles();
    return Stream.of(
            files.stream()
                .flatMap(file -> onKnownPlatform(file, request.getImage().getPlatforms())),
            files.stream().flatMap(FileRules::check),
            Fault.unlessSorted(
                files,
                file -> file.getPlatform() + "\0" + file.getPath(),
                Codes.FILES,
                "the image's files"),
            nested(files))
        .flatMap(faults -> faults);
  }

  private static Stream<Refusal> onKnownPlatform(ImageFile file, List<String> platforms) {
    return Fault.unless(
        platforms.contains(file.getPlatform()),
        Codes.FILES,
        subject(file),
        "its platform " + Shown.of(file.getPlatform()) + " is not one of the image's",
        "add the platform to the image or leave the file out");
  }

  private static Stream<Refusal> check(ImageFile file) {
    return Stream.of(
            Fault.unless(
                isAbsolute(file.getPath()),
                Codes.FILES,
                subject(file),
                "its path is not absolute and normalised",
                "use / and plain parts, no . or .. part, no doubled or last /"),
            Fault.unless(
                file.getMode() >= 0 && file.getMode() <= 0777,
                Codes.FILES,
                subject(file),
                "its mode is " + Integer.toOctalString(file.getMode()),
                "use permission bits, 0 to 0777; a release carries no setuid file"),
            Fault.unless(
                file.getMember() == null || isRelative(file.getMember()),
                Codes.FILES,
                subject(file),
                "its member " + Shown.of(String.valueOf(file.getMember())) + " is no plain path",
                "give the member's path as the archive lists it"),
            Fault.unless(
                file.getPurl() == null || isPurl(file.getPurl()),
                Codes.FILES,
                subject(file),
                "its purl is " + Shown.of(String.valueOf(file.getPurl())),
                "use a package URL with a version, e.g. pkg:maven/group/name@1.0, or a checksum"),
            Licenses.unlessExpression(file.getLicense(), "the licence of " + subject(file)))
        .flatMap(faults -> faults);
  }

  /** A file cannot be another's folder. The files are sorted when this is asked. */
  private static Stream<Refusal> nested(List<ImageFile> files) {
    Set<String> paths = new HashSet<>();
    files.forEach(file -> paths.add(file.getPlatform() + file.getPath()));
    return files.stream()
        .flatMap(file ->
            Fault.unless(
                folders(file.getPath())
                    .noneMatch(folder -> paths.contains(file.getPlatform() + folder)),
                Codes.FILES,
                subject(file),
                "another file has the path of its folder",
                "give one of them another path"));
  }

  private static Stream<String> folders(String path) {
    return Stream.iterate(
            path.lastIndexOf('/'), slash -> slash > 0, slash -> path.lastIndexOf('/', slash - 1))
        .map(slash -> path.substring(0, slash));
  }

  private static String subject(ImageFile file) {
    return "the file " + Shown.of(file.getPath()) + " for " + Shown.of(file.getPlatform());
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/") && isRelative(path.substring(1));
  }

  private static boolean isRelative(String path) {
    return path.length() <= MAX_PATH
        && path.chars().noneMatch(Character::isISOControl)
        && Stream.of(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  private static boolean isPurl(String text) {
    try {
      PackageURL purl = new PackageURL(text);
      return text.length() <= 500
          && (purl.getVersion() != null
              || Optional.ofNullable(purl.getQualifiers())
                  .map(qualifiers -> qualifiers.get("checksum"))
                  .isPresent());
    } catch (MalformedPackageURLException e) {
      return false;
    }
  }
}
