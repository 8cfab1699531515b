package dev.mintmark.packages.wheel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.Attribute;
import dev.mintmark.packages.entry.Content;
import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lays one wheel out; used once. */
final class Installation {
  private static final byte[] INSTALLER = "mintmark\n".getBytes(US_ASCII);
  private static final SortedMap<String, Attribute> NO_ATTRIBUTES =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final Subject subject;
  private final DistInfo info;
  private final PythonLayout layout;
  private final Placement placement;
  private final SortedMap<String, PackageEntry> byPath =
      new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
  private final List<RecordRow> rows = new ArrayList<>();

  Installation(
      Subject subject, WheelName name, DistInfo info, WheelMetadata metadata, PythonLayout layout) {
    this.subject = subject;
    this.info = info;
    this.layout = layout;
    this.placement = new Placement(subject, name, metadata, layout);
  }

  List<PackageEntry> of(Collection<WheelMember> members, Collection<EntryPoint> entryPoints)
      throws IOException {
    Set<String> commands = new HashSet<>();
    entryPoints.forEach(point -> commands.add(point.name()));
    for (WheelMember member : members) {
      Placement.Place place = placement.of(member.path());
      if (!place.script()) {
        add(place.path(), member);
      } else if (!commands.contains(commandOf(place.path()))) {
        addScript(place.path(), member);
      }
    }
    for (EntryPoint point : entryPoints) {
      byte[] script = point.script(layout.interpreter());
      generate(layout.scripts() + "/" + point.name(), 0755, script);
    }
    generate(placement.library() + "/" + info.file("INSTALLER"), 0644, INSTALLER);
    addRecord();
    byPath.keySet().forEach(this::requireParents);
    return List.copyOf(byPath.values());
  }

  /** The command that a script of old setuptools stands in for, as pip sees it. */
  private static String commandOf(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String lower = file.toLowerCase(Locale.ROOT);
    int cut = lower.endsWith("-script.py") ? 10 : lower.matches(".*\\.(exe|pya)") ? 4 : 0;
    return file.substring(0, file.length() - cut);
  }

  private void add(String path, WheelMember member) {
    put(file(path, mode(member), member.size(), member.digest(), member.content()));
    RecordRow row = member.row();
    rows.add(new RecordRow(relative(path), row.hash(), row.size()));
  }

  private void addScript(String path, WheelMember member) throws IOException {
    Optional<Script> script = Script.rewritten(member, layout.interpreter());
    if (script.isEmpty()) {
      add(path, member);
      return;
    }
    Script found = script.get();
    put(file(path, mode(member), found.size(), found.digest(), found.content()));
    rows.add(RecordRow.of(relative(path), found.digest(), found.size()));
  }

  private static int mode(WheelMember member) {
    return member.executable() ? 0755 : 0644;
  }

  private void generate(String path, int mode, byte[] bytes) {
    Digest digest = Digest.of(bytes);
    put(file(path, mode, bytes.length, digest, Content.of(bytes)));
    rows.add(RecordRow.of(relative(path), digest, bytes.length));
  }

  private void addRecord() {
    String path = placement.library() + "/" + info.file("RECORD");
    rows.add(RecordRow.unhashed(relative(path)));
    byte[] record = RecordFile.write(rows);
    put(file(path, 0644, record.length, Digest.of(record), Content.of(record)));
  }

  private static PackageEntry.File file(
      String path, int mode, long size, Digest digest, Content content) {
    return new PackageEntry.File(path, mode, Owner.ROOT, size, digest, NO_ATTRIBUTES, content);
  }

  private void put(PackageEntry entry) {
    if (byPath.putIfAbsent(entry.path(), entry) != null) {
      throw refuse(RefusalCode.DUPLICATE, entry.path(), "two files of the wheel go there");
    }
  }

  private void requireParents(String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String parent = path.substring(0, slash);
      if (byPath.containsKey(parent)) {
        throw refuse(RefusalCode.BELOW_FILE, path, "the wheel makes '" + parent + "' a file");
      }
    }
  }

  private PackageException refuse(RefusalCode code, String path, String found) {
    return subject.refuse(code, path, found, "build the wheel again");
  }

  /** As RECORD has it: counted from where dist-info lies. */
  private String relative(String path) {
    String[] from = placement.library().split("/");
    String[] to = path.split("/");
    int same = 0;
    while (same < from.length && same < to.length - 1 && from[same].equals(to[same])) {
      same++;
    }
    String rest = String.join("/", Arrays.copyOfRange(to, same, to.length));
    return "../".repeat(from.length - same) + rest;
  }
}
