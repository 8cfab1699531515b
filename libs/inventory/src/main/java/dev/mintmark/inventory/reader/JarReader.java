package dev.mintmark.inventory.reader;

import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.Unread;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.archive.ZipArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Jar files, and jars inside of them. One with two readings, or with what is not read here, is a
 * known unknown: it is no database, and engines start it all the same.
 */
public final class JarReader {
  private static final Pattern JAR = Pattern.compile(".*\\.(?:jar|war|ear)");
  private static final Pattern POM = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final int MAX_POM = 64 << 10;
  private static final int MAX_MANIFEST = 8 << 20;
  private static final int MAX_DEPTH = 3;
  private static final Limits LIMITS = new Limits(65_535, 8L << 30, 1000, 1024, 16 << 20, 1 << 20);

  /** Bytes of all nested jars of an image. */
  private static final long MOST_SPOOLED = 8L << 30;

  private final Path scratch;
  private final long mostSpooled;
  private final List<FoundPackage> found = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private long spooled;

  private JarReader(Path scratch, long mostSpooled) {
    this.scratch = scratch;
    this.mostSpooled = mostSpooled;
  }

  /** What lies in jars, and which could not be read. */
  public record Result(List<FoundPackage> found, List<Unread> unread) {}

  /**
   * The libraries of an image.
   *
   * @param scratch folder for jars that lie compressed in others
   */
  public static Result read(ImageFiles files, Path scratch) throws IOException {
    return read(files, scratch, MOST_SPOOLED);
  }

  /**
   * With another bound.
   *
   * @param mostSpooled bytes of all nested jars together
   */
  static Result read(ImageFiles files, Path scratch, long mostSpooled) throws IOException {
    JarReader reader = new JarReader(scratch, mostSpooled);
    for (ImageFile file : files.all()) {
      if (JAR.matcher(file.name()).matches()) {
        reader.open(file.path(), file.path(), file.opener().open(), 0);
      }
    }
    return new Result(List.copyOf(reader.found), List.copyOf(reader.unread));
  }

  /**
   * @param path of the jar, in others with {@code !/} between
   * @param file of the image that holds it
   */
  private void open(String path, String file, FileSlice slice, int depth) throws IOException {
    try {
      contents(path, file, slice, depth);
    } catch (PackageException e) {
      unread.add(new Unread(path, e.code().code() + " " + e.found()));
    }
  }

  private void contents(String path, String file, FileSlice slice, int depth) throws IOException {
    Subject subject = new Subject(path);
    List<JarIdentity> poms = new ArrayList<>();
    Optional<byte[]> manifest = Optional.empty();
    for (ZipArchive.Located each : ZipArchive.read(subject, LIMITS, slice)) {
      String member = each.member().path();
      if (POM.matcher(member).matches() && each.member().size() <= MAX_POM) {
        JarIdentity.ofPom(bytes(subject, slice, each)).ifPresent(poms::add);
      } else if (member.equals(MANIFEST) && each.member().size() <= MAX_MANIFEST) {
        manifest = Optional.of(bytes(subject, slice, each));
      } else if (JAR.matcher(member).matches() && !each.member().directory()) {
        nested(path + "!/" + member, file, slice, each, depth + 1);
      }
    }
    add(path, file, poms, manifest);
  }

  private void add(String path, String file, List<JarIdentity> poms, Optional<byte[]> manifest) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Optional<JarIdentity> said = JarIdentity.ofManifest(manifest, name);
    Optional<JarIdentity> main =
        JarIdentity.main(poms, name)
            .map(pom -> said.map(m -> pom.licensed(m.license())).orElse(pom))
            .or(() -> said);
    main.ifPresent(identity -> found.add(found(identity, path, file)));
    poms.stream()
        .filter(pom -> main.stream().noneMatch(m -> m.purl().equals(pom.purl())))
        .forEach(pom -> found.add(found(pom, path, file)));
  }

  private static FoundPackage found(JarIdentity identity, String path, String file) {
    return new FoundPackage(
        Ecosystem.JAR,
        identity.name(),
        identity.version(),
        identity.purl(),
        identity.license(),
        Optional.empty(),
        Optional.empty(),
        new TreeSet<>(List.of(path)),
        new TreeSet<>(List.of(file)),
        new TreeSet<>());
  }

  private static byte[] bytes(Subject subject, FileSlice slice, ZipArchive.Located each)
      throws IOException {
    try (InputStream in = ZipArchive.open(subject, slice, each)) {
      return in.readAllBytes();
    }
  }

  private void nested(String path, String file, FileSlice slice, ZipArchive.Located each, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      unread.add(new Unread(path, "it lies deeper than " + MAX_DEPTH + " jars"));
      return;
    }
    if (each.member().size() > mostSpooled - spooled) {
      unread.add(
          new Unread(path, "the image's nested jars have more than " + mostSpooled + " bytes"));
      return;
    }
    spooled += each.member().size();
    Path spool = Files.createTempFile(scratch, "nested-", ".jar");
    try {
      try (InputStream in = ZipArchive.open(new Subject(path), slice, each)) {
        Files.copy(in, spool, StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileChannel channel = FileChannel.open(spool)) {
        open(path, file, FileSlice.of(channel), depth);
      }
    } catch (PackageException e) {
      unread.add(new Unread(path, e.code().code() + " " + e.found()));
    } finally {
      Files.deleteIfExists(spool);
    }
  }
}
