package dev.mintmark.packages.wheel;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;

/** Which folder of the image a wheel's file goes to: its root, or a scheme of its data folder. */
record Placement(Subject subject, WheelName name, WheelMetadata metadata, PythonLayout layout) {
  private static final String DATA = ".data";

  /**
   * A place in the image.
   *
   * @param path relative to the root
   * @param script whether the file is a command, whose first line may change
   */
  record Place(String path, boolean script) {}

  /** Where dist-info goes, and from where RECORD counts. */
  String library() {
    return metadata.purelib() ? layout.purelib() : layout.platlib();
  }

  /**
   * @throws PackageException (PKG-038)
   */
  Place of(String member) {
    String[] parts = member.split("/", 3);
    if (!parts[0].endsWith(DATA)) {
      return new Place(library() + "/" + member, false);
    }
    if (!DistInfo.names(parts[0], DATA, name)) {
      throw refuse(member, "its data folder is not of this wheel");
    }
    if (parts.length < 3) {
      throw refuse(member, "it lies in no scheme of the data folder");
    }
    boolean script = parts[1].equals("scripts");
    if (script && parts[2].contains("/")) {
      throw refuse(member, "commands lie in one folder");
    }
    return new Place(folder(member, parts[1]) + "/" + parts[2], script);
  }

  private String folder(String member, String scheme) {
    return switch (scheme) {
      case "purelib" -> layout.purelib();
      case "platlib" -> layout.platlib();
      case "scripts" -> layout.scripts();
      case "headers" -> layout.headers() + "/" + WheelName.normalized(name.distribution());
      case "data" -> layout.data();
      default -> throw refuse(member, "there is no scheme '" + scheme + "'");
    };
  }

  private PackageException refuse(String member, String found) {
    return subject.refuse(RefusalCode.DATA_SCHEME, member, found, "build the wheel again");
  }
}
