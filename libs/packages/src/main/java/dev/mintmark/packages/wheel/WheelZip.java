package dev.mintmark.packages.wheel;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.archive.ZipArchive;
import dev.mintmark.packages.entry.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of a wheel's zip by path, in the order of their bytes. */
final class WheelZip {
  private final Subject subject;
  private final Limits limits;
  private final Path file;
  private final Map<String, ZipArchive.Located> files = new LinkedHashMap<>();

  private WheelZip(Subject subject, Limits limits, Path file) {
    this.subject = subject;
    this.limits = limits;
    this.file = file;
  }

  /**
   * @throws dev.mintmark.packages.PackageException as {@link ZipArchive#read}
   */
  static WheelZip open(Subject subject, Limits limits, Path file) throws IOException {
    WheelZip zip = new WheelZip(subject, limits, file);
    try (FileChannel channel = FileChannel.open(file)) {
      for (ZipArchive.Located located : ZipArchive.read(subject, limits, FileSlice.of(channel))) {
        if (!located.member().directory()) {
          zip.files.put(located.member().path(), located);
        }
      }
    }
    return zip;
  }

  Map<String, ZipArchive.Located> files() {
    return files;
  }

  /** A file's content, from the zip again at every call. */
  Content content(ZipArchive.Located located) {
    return () -> {
      FileChannel channel = FileChannel.open(file);
      try {
        InputStream in = ZipArchive.open(subject, FileSlice.of(channel), located);
        return new Closing(in, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    };
  }

  /**
   * A small file, whole; empty when there is none.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-003, PKG-007)
   */
  Optional<byte[]> text(String path) throws IOException {
    ZipArchive.Located located = files.get(path);
    if (located == null) {
      return Optional.empty();
    }
    if (located.member().size() > limits.textBytes()) {
      throw subject.refuse(
          RefusalCode.TOO_LARGE,
          path,
          "it has more than " + limits.textBytes() + " bytes",
          "use a wheel that holds less");
    }
    try (InputStream in = content(located).open()) {
      return Optional.of(in.readAllBytes());
    }
  }

  private static final class Closing extends FilterInputStream {
    private final FileChannel channel;

    Closing(InputStream in, FileChannel channel) {
      super(in);
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        super.close();
      }
    }
  }
}
