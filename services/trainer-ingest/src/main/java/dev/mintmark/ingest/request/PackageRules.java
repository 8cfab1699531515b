package dev.mintmark.ingest.request;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.ImagePackage;
import dev.mintmark.inputs.DebianNames;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The image's packages: pinned, in order, each for a platform of the image. */
final class PackageRules {
  private static final Pattern WHEEL_VERSION =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_-]{0,127}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~%!:-]{0,250}");
  private static final String ANEW = "make the request with `mintmark build`, from the locks";

  private PackageRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    List<ImagePackage> packages = request.getImage().getPackages();
    List<String> platforms = request.getImage().getPlatforms();
    return Stream.concat(
        packages.stream().flatMap(each -> check(each, platforms)),
        Fault.unlessSorted(
            packages,
            each -> each.getPlatform() + "\0" + each.getKind() + "\0" + each.getName(),
            Codes.PACKAGES,
            "the image's packages"));
  }

  private static Stream<Refusal> check(ImagePackage each, List<String> platforms) {
    Stream<Refusal> place =
        refused(
            each,
            platforms.contains(each.getPlatform()),
            "its platform is not one of the image's",
            "add the platform to the image or leave the package out");
    Stream<Refusal> own =
        switch (each.getKind()) {
          case DEBIAN -> pinned(each, DebianNames::isName, DebianNames::isVersion, ".deb", "deb");
          case WHEEL ->
              pinned(
                  each,
                  name -> name.equals(RequirementsLock.normalized(name)) && isFile(name),
                  version -> WHEEL_VERSION.matcher(version).matches(),
                  ".whl",
                  "pypi");
          case UNKNOWN -> refused(each, false, "its kind is not known here", "use DEBIAN or WHEEL");
        };
    return Stream.concat(place, own);
  }

  private static Stream<Refusal> pinned(
      ImagePackage each,
      Predicate<String> name,
      Predicate<String> version,
      String suffix,
      String purlType) {
    return Stream.of(
            refused(each, name.test(each.getName()), "its name is none", ANEW),
            refused(
                each,
                version.test(each.getVersion()),
                "its version is " + Shown.of(each.getVersion()),
                ANEW),
            refused(
                each,
                isFile(each.getFile()) && each.getFile().endsWith(suffix),
                "its file is " + Shown.of(each.getFile()),
                "give the name that the archive was published with, *" + suffix),
            refused(
                each,
                isPurl(each, purlType),
                "its purl is " + Shown.of(each.getPurl()),
                "use pkg:" + purlType + "/… with the package's own name and version"))
        .flatMap(faults -> faults);
  }

  private static boolean isFile(String text) {
    return FILE.matcher(text).matches();
  }

  private static boolean isPurl(ImagePackage each, String type) {
    try {
      PackageURL purl = new PackageURL(each.getPurl());
      return each.getPurl().length() <= 500
          && purl.getType().equals(type)
          && purl.getName().equals(each.getName())
          && each.getVersion().equals(purl.getVersion());
    } catch (MalformedPackageURLException e) {
      return false;
    }
  }

  private static Stream<Refusal> refused(
      ImagePackage each, boolean right, String found, String advice) {
    String subject =
        "the package " + Shown.of(each.getName()) + " for " + Shown.of(each.getPlatform());
    return Fault.unless(right, Codes.PACKAGES, subject, found, advice);
  }
}
