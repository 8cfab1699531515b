package dev.mintmark.device.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file {@code current.json}. It is replaced in one step: whenever power goes, the old or the
 * new one is there, whole.
 */
public final class DeviceState {
  private final Path folder;
  private final Path file;

  public DeviceState(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("current.json");
  }

  /**
   * What runs; empty on a fresh device.
   *
   * @throws DeviceException DEV-040 when the file is damaged: guessing could pass the floor by
   */
  public Optional<CurrentRelease> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Fields json =
          new Fields(
              Documents.read(Files.readAllBytes(file), file.toString()),
              file.toString(),
              RefusalCode.JSON);
      return Optional.of(
          new CurrentRelease(
              json.string("release"),
              json.string("target"),
              json.string("repository"),
              Digest.parse(json.string("index")),
              Digest.parse(json.string("model")),
              Digest.parse(json.string("statement")),
              Long.parseLong(json.string("securityFloor"))));
    } catch (RefusedException | IllegalArgumentException e) {
      throw new DeviceException(
          DeviceCode.STATE,
          "cannot read the current release: " + e.getMessage() + "; provision the device again",
          e);
    }
  }

  public void write(CurrentRelease current) throws IOException {
    ObjectNode json = CanonicalJson.object();
    json.put("release", current.release());
    json.put("target", current.target());
    json.put("repository", current.repository());
    json.put("index", current.index().toString());
    json.put("model", current.model().toString());
    json.put("statement", current.statement().toString());
    json.put("securityFloor", Long.toString(current.securityFloor()));
    replace(CanonicalJson.write(json));
  }

  private void replace(byte[] content) throws IOException {
    Path next = folder.resolve("current.json.next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The new name must be on disk as well.
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
