package dev.mintmark.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** An image of a few files, all of which lie one after the other in one file. */
final class Image implements AutoCloseable {
  private final Path folder;
  private final FileChannel bytes;
  private final Map<String, ImageFile> files = new TreeMap<>();

  Image(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.bytes =
        FileChannel.open(
            folder.resolve("bytes"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  Image put(String path, String content) throws IOException {
    return put(path, content.getBytes(UTF_8));
  }

  Image put(String path, byte[] content) throws IOException {
    long at = bytes.size();
    bytes.write(ByteBuffer.wrap(content), at);
    files.put(
        path,
        new ImageFile(
            path,
            content.length,
            Digest.of(content),
            () -> new FileSlice(bytes, at, content.length)));
    return this;
  }

  Inventory inventory() throws IOException {
    return Inventory.of(new ImageFiles(files.values()), path -> false, folder);
  }

  FoundPackage only(String purl) throws IOException {
    FoundPackage found = inventory().packages().get(purl);
    if (found == null) {
      throw new AssertionError(purl + " is not in " + inventory().packages().keySet());
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
