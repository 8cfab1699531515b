package dev.mintmark.packages.wheel;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.PackageEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A wheel, read whole and found to be what its RECORD says. */
public final class WheelFile {
  private final Subject subject;
  private final WheelName name;
  private final DistInfo info;
  private final WheelMetadata metadata;
  private final List<WheelMember> members;
  private final Collection<EntryPoint> entryPoints;

  private WheelFile(Subject subject, Limits limits, WheelZip zip) throws IOException {
    this.subject = subject;
    this.name = WheelName.parse(subject);
    this.info = DistInfo.find(subject, name, zip.files().keySet());
    this.metadata = WheelMetadata.read(subject, name, info, zip);
    String points = info.file("entry_points.txt");
    this.entryPoints = EntryPoint.parse(subject, points, zip.text(points).orElse(new byte[0]));
    String record = info.file("RECORD");
    byte[] rows =
        zip.text(record)
            .orElseThrow(() ->
                subject.refuse(
                    RefusalCode.RECORD_FORM,
                    record,
                    "the wheel has no such file",
                    "build the wheel again"));
    Map<String, RecordRow> parsed = RecordFile.parse(subject, limits, record, rows);
    this.members = List.copyOf(new WheelRecord(subject, info.path(), parsed).verify(zip));
  }

  /** As {@link #open(Path, Subject, Limits)}, under the name of the file, with default limits. */
  public static WheelFile open(Path file) throws IOException {
    return open(file, Subject.of(file), Limits.DEFAULT);
  }

  /**
   * Reads and checks a wheel; writes nothing. Contents are read from the file again later.
   *
   * @param subject the name that the wheel was published with: it says what the wheel fits
   * @throws dev.mintmark.packages.PackageException (PKG-003, PKG-005 to PKG-014, PKG-030 to
   *     PKG-036, PKG-039)
   */
  public static WheelFile open(Path file, Subject subject, Limits limits) throws IOException {
    // An sdist is told apart by its name, before it is no zip.
    WheelName.parse(subject);
    return new WheelFile(subject, limits, WheelZip.open(subject, limits, file));
  }

  /** The wheel's file. */
  public Subject subject() {
    return subject;
  }

  public WheelName name() {
    return name;
  }

  public WheelMetadata metadata() {
    return metadata;
  }

  /**
   * Refuses a wheel that the image's Python does not take: pip's own rules, {@code Requires-Python}
   * included.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-034, PKG-037)
   */
  public void requireCompatible(PythonTarget target) {
    if (name.tags().stream().noneMatch(target::supports)) {
      throw incompatible("its tags " + name.tags() + " do not fit " + target);
    }
    Optional<String> required = metadata.requiresPython();
    if (required.isEmpty()) {
      return;
    }
    boolean allowed =
        RequiresPython.allows(required.get(), target.minor(), target.patch())
            .orElseThrow(() ->
                subject.refuse(
                    RefusalCode.METADATA,
                    "Requires-Python",
                    "'" + required.get() + "' is not understood",
                    "use a wheel that states it with released versions"));
    if (!allowed) {
      throw incompatible("it requires Python " + required.get() + ", the image has " + target);
    }
  }

  private RuntimeException incompatible(String found) {
    return subject.refuse(
        RefusalCode.INCOMPATIBLE, found, "lock a wheel for the image's Python and libc");
  }

  /**
   * What the image gets: the wheel's files where they belong, its commands, INSTALLER and a new
   * RECORD; sorted by path.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-011, PKG-014, PKG-038)
   */
  public List<PackageEntry> install(PythonLayout layout) throws IOException {
    return new Installation(subject, name, info, metadata, layout).of(members, entryPoints);
  }
}
