package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.ArArchive;
import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The members of a package, in the order that deb(5) wants. */
record DebMembers(ArArchive.Member control, ArArchive.Member data) {
  private static final int VERSION_BYTES = 16;

  /**
   * @throws PackageException (PKG-001)
   */
  static DebMembers read(Subject subject, FileSlice file) throws IOException {
    List<ArArchive.Member> members = new ArrayList<>(ArArchive.read(subject, file));
    if (members.isEmpty() || !members.getFirst().name().equals("debian-binary")) {
      throw refuse(subject, "its first member is not debian-binary");
    }
    checkVersion(subject, members.removeFirst().content());
    // Signatures and the like; deb(5) wants them ignored.
    members.removeIf(member -> member.name().startsWith("_"));
    if (members.size() != 2
        || !members.getFirst().name().startsWith("control.tar")
        || !members.getLast().name().startsWith("data.tar")) {
      throw refuse(
          subject,
          "its members are "
              + members.stream().map(ArArchive.Member::name).toList()
              + ", expected control.tar and data.tar");
    }
    return new DebMembers(members.getFirst(), members.getLast());
  }

  private static void checkVersion(Subject subject, FileSlice content) throws IOException {
    if (content.size() > VERSION_BYTES) {
      throw refuse(subject, "its debian-binary is no version");
    }
    String version = new String(content.read(0, (int) content.size()), US_ASCII);
    if (!version.matches("2\\.[0-9]{1,3}\n")) {
      throw refuse(subject, "its format is version '" + version.strip() + "', expected 2.0");
    }
  }

  private static PackageException refuse(Subject subject, String found) {
    return subject.refuse(
        RefusalCode.DEB_FORM, found, "get the package again, it is damaged or no .deb");
  }
}
