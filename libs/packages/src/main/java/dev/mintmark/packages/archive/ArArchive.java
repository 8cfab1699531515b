package dev.mintmark.packages.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The outer archive of a Debian package: ar as deb(5) has it, names of at most 16 bytes. */
public final class ArArchive {
  private static final byte[] MAGIC = "!<arch>\n".getBytes(US_ASCII);
  private static final int HEADER = 60;
  private static final int MAX_MEMBERS = 16;
  private static final String ADVICE = "get the package again, it is damaged or no .deb";

  private ArArchive() {}

  /** One member. */
  public record Member(String name, FileSlice content) {}

  /**
   * Lists the members in their order.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-001)
   */
  public static List<Member> read(Subject subject, FileSlice file) throws IOException {
    if (file.size() < MAGIC.length || !Arrays.equals(file.read(0, MAGIC.length), MAGIC)) {
      throw refuse(subject, "it does not begin as an ar archive does");
    }
    List<Member> members = new ArrayList<>();
    long at = MAGIC.length;
    while (at < file.size()) {
      if (members.size() == MAX_MEMBERS) {
        throw refuse(subject, "it has more than " + MAX_MEMBERS + " members");
      }
      Member member = member(subject, file, at);
      members.add(member);
      at = skipPadding(subject, file, at + HEADER + member.content().size());
    }
    return members;
  }

  private static Member member(Subject subject, FileSlice file, long at) throws IOException {
    if (file.size() - at < HEADER) {
      throw refuse(subject, "it ends within the header of a member");
    }
    String header = new String(file.read(at, HEADER), US_ASCII);
    if (!header.endsWith("`\n")) {
      throw refuse(subject, "the header at byte " + at + " has no end mark");
    }
    String name = unpadded(header.substring(0, 16));
    if (name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    String size = unpadded(header.substring(48, 58));
    if (!name.matches("[A-Za-z0-9._-]+") || !size.matches("[0-9]{1,10}")) {
      throw refuse(subject, "the header at byte " + at + " has no plain name and size");
    }
    long length = Long.parseLong(size);
    if (length > file.size() - at - HEADER) {
      throw refuse(subject, "it ends within its member " + name);
    }
    return new Member(name, file.slice(at + HEADER, length));
  }

  private static String unpadded(String field) {
    int end = field.length();
    while (end > 0 && field.charAt(end - 1) == ' ') {
      end--;
    }
    return field.substring(0, end);
  }

  /** Members begin at even bytes. */
  private static long skipPadding(Subject subject, FileSlice file, long end) throws IOException {
    if (end % 2 == 0 || end == file.size()) {
      return end;
    }
    if (file.read(end, 1)[0] != '\n') {
      throw refuse(subject, "there is a hidden byte at " + end);
    }
    return end + 1;
  }

  private static RuntimeException refuse(Subject subject, String found) {
    return subject.refuse(RefusalCode.DEB_FORM, found, ADVICE);
  }
}
