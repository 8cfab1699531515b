package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Compression;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.entry.Content;
import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.root.Contribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Debian binary package, read whole and found sound. */
public final class DebPackage {
  private static final String STATUS = "var/lib/dpkg/status.d/";

  private final Subject subject;
  private final DebControl control;
  private final byte[] controlFile;
  private final byte[] md5sums;
  private final List<Conffile> conffiles;
  private final Set<String> scripts;
  private final List<PackageEntry> entries;
  private final List<Finding> findings;

  private DebPackage(Subject subject, Limits limits, ControlArchive files, DataEntries data) {
    this.subject = subject;
    this.controlFile = files.file("control").orElseThrow();
    this.control = DebControl.parse(subject, controlFile);
    this.conffiles = Conffile.parse(subject, limits, files.file("conffiles"), data.md5());
    this.md5sums = files.file("md5sums").orElseGet(() -> Md5Sums.make(data.md5(), conffiles));
    Md5Sums.check(subject, md5sums, data.md5());
    this.scripts = Collections.unmodifiableSet(files.scripts());
    this.entries = data.entries();
    this.findings = Findings.of(entries, files);
  }

  /** As {@link #open(Path, Subject, Limits)}, under the name of the file, with default limits. */
  public static DebPackage open(Path file) throws IOException {
    return open(file, Subject.of(file), Limits.DEFAULT);
  }

  /**
   * Reads and checks a package; writes nothing. A file's content is later decompressed from the
   * package again, from the archive's start: to read all of them use {@link #spool}.
   *
   * @param subject the package's name, for errors
   * @throws PackageException (PKG-001 to PKG-025)
   */
  public static DebPackage open(Path file, Subject subject, Limits limits) throws IOException {
    return read(file, subject, limits, OutputStream.nullOutputStream(), null);
  }

  /**
   * As {@link #open(Path, Subject, Limits)}, and leaves the uncompressed data in a new file, from
   * which the contents are read. The file is the caller's to delete; it is gone again when this
   * throws.
   *
   * @param spool does not exist yet
   * @throws PackageException (PKG-001 to PKG-025)
   */
  public static DebPackage spool(Path file, Subject subject, Limits limits, Path spool)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(spool, StandardOpenOption.CREATE_NEW)) {
      try {
        return read(file, subject, limits, out, new DataArchive.Spooled(spool));
      } catch (IOException | RuntimeException e) {
        Files.delete(spool);
        throw e;
      }
    }
  }

  private static DebPackage read(
      Path file,
      Subject subject,
      Limits limits,
      OutputStream copy,
      DataArchive.@Nullable Spooled spooled)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      DebMembers members = DebMembers.read(subject, FileSlice.of(channel));
      String controlName = members.control().name();
      Compression controlForm = Compression.of(subject, controlName, "control.tar");
      String dataName = members.data().name();
      Compression dataForm = Compression.of(subject, dataName, "data.tar");
      FileSlice data = members.data().content();
      ControlArchive control;
      try (InputStream in =
          controlForm.open(subject, limits, controlName, members.control().content())) {
        control = ControlArchive.read(subject, limits, in);
      }
      DataArchive archive =
          spooled != null
              ? spooled
              : new DataArchive.Packed(
                  subject, limits, file, dataName, dataForm, data.offset(), data.size());
      try (InputStream in = dataForm.open(subject, limits, dataName, data)) {
        DataEntries entries =
            DataEntries.read(subject, limits, new CopyingStream(in, copy), archive);
        return new DebPackage(subject, limits, control, entries);
      }
    }
  }

  /** The package's file. */
  public Subject subject() {
    return subject;
  }

  public DebControl control() {
    return control;
  }

  /** Configuration files, in the order of the package. */
  public List<Conffile> conffiles() {
    return conffiles;
  }

  /** Names of the maintainer scripts that the package has, sorted; none is run. */
  public Set<String> scripts() {
    return scripts;
  }

  /** What the package brings, in the archive's order, without dpkg's record of it. */
  public List<PackageEntry> entries() {
    return entries;
  }

  public List<Finding> findings() {
    return findings;
  }

  /**
   * Refuses a package for another architecture.
   *
   * @param architecture Debian's word, e.g. {@code arm64}
   * @throws PackageException (PKG-023)
   */
  public void requireArchitecture(String architecture) {
    String found = control.architecture();
    if (!found.equals(architecture) && !found.equals(DebControl.ALL)) {
      throw subject.refuse(
          RefusalCode.ARCHITECTURE,
          "Architecture",
          "it is for " + found + ", the image is for " + architecture,
          "use the package of " + architecture);
    }
  }

  /**
   * What distroless images have in place of dpkg's database: the control file as {@code
   * var/lib/dpkg/status.d/<name>}, and {@code <name>.md5sums} beside it, made if the package has
   * none.
   */
  public List<PackageEntry> status() {
    return List.of(
        statusFile(control.name(), withNewline(controlFile)),
        statusFile(control.name() + ".md5sums", md5sums));
  }

  /** Entries and dpkg's record, to be merged with other inputs. */
  public Contribution contribution() {
    List<PackageEntry> all = new ArrayList<>(entries);
    all.addAll(status());
    return new Contribution(subject, control.name(), all, control.replaces(), diverts());
  }

  private boolean diverts() {
    return findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.DIVERSION);
  }

  private static PackageEntry statusFile(String name, byte[] bytes) {
    return new PackageEntry.File(
        STATUS + name,
        0644,
        Owner.ROOT,
        bytes.length,
        Digest.of(bytes),
        Collections.unmodifiableSortedMap(new TreeMap<>()),
        Content.of(bytes));
  }

  private static byte[] withNewline(byte[] text) {
    if (new String(text, UTF_8).endsWith("\n")) {
      return text;
    }
    byte[] longer = Arrays.copyOf(text, text.length + 1);
    longer[text.length] = '\n';
    return longer;
  }
}
