package dev.mintmark.cli.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.image.ImageParts.PlatformImage;
import dev.mintmark.cli.layout.TarFile;
import dev.mintmark.cli.layout.TarFile.Member;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The form of {@code docker save}: {@code manifest.json}, the config as {@code <hex>.json}, each
 * layer's tar as {@code <diff id>.tar}. No compressor's bytes are in it, no time but the config's.
 */
final class DockerArchive {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ImageSource source;
  private final PlatformImage image;
  private final ImageConfig config;
  private final Optional<String> name;
  private final Console console;

  /**
   * @param name that the engine gives the image; empty for none
   */
  DockerArchive(ImageSource source, PlatformImage image, Optional<String> name, Console console) {
    this.source = source;
    this.image = image;
    this.config =
        image
            .config()
            .orElseThrow(() -> ImageRefusals.notRunnable(source.name(), "it is no image"));
    this.name = name;
    this.console = console;
  }

  /**
   * Writes the file.
   *
   * @param folder for the layers until they are in it
   */
  void write(Path file, Path folder) throws IOException {
    SortedMap<String, Member> members = new TreeMap<>();
    byte[] bytes = source.blob(image.manifest().config(), OciReader.MAX_BYTES);
    members.put(configName(), Member.of(bytes));
    members.put(DockerArchiveCheck.MANIFEST, Member.of(manifest()));
    try (Progress progress = console.progress("unpack", compressed())) {
      for (int i = 0; i < config.diffIds().size(); i++) {
        Descriptor layer = image.manifest().layers().get(i);
        Digest diffId = config.diffIds().get(i);
        Path tar = folder.resolve(layerName(diffId));
        if (!members.containsKey(layerName(diffId))) {
          unpack(layer, diffId, tar);
          members.put(
              layerName(diffId),
              new Member(
                  Files.size(tar),
                  out -> {
                    TarFile.copy(Files.newInputStream(tar), out);
                    Files.delete(tar);
                  }));
        }
        progress.advance(layer.size());
      }
    }
    long total = members.values().stream().mapToLong(Member::size).sum();
    try (Progress progress = console.progress("export", total)) {
      TarFile.write(file, members, Instant.ofEpochSecond(config.created()), progress::advance);
    }
  }

  private long compressed() {
    return image.manifest().layers().stream().mapToLong(Descriptor::size).sum();
  }

  private void unpack(Descriptor layer, Digest diffId, Path tar) throws IOException {
    try (StoredBlob stored = source.open(layer)) {
      try (InputStream in = stored.bytes().open()) {
        BlobCheck.requireDigest(layer, Digest.of(in));
      }
      MessageDigest sha256 = Digest.sha256();
      try (InputStream in = new DigestInputStream(BlobCheck.unpacked(layer, stored), sha256)) {
        Files.copy(in, tar);
      }
      BlobCheck.requireDiffId(layer, diffId, Digest.finish(sha256));
    }
  }

  private byte[] manifest() throws IOException {
    ArrayNode images = JsonNodeFactory.instance.arrayNode();
    ObjectNode only = images.addObject().put("Config", configName());
    if (name.isPresent()) {
      only.putArray("RepoTags").add(name.get());
    } else {
      only.putNull("RepoTags");
    }
    ArrayNode layers = only.putArray("Layers");
    config.diffIds().forEach(diffId -> layers.add(layerName(diffId)));
    return JSON.writeValueAsBytes(images);
  }

  private String configName() {
    return image.manifest().config().digest().hex() + ".json";
  }

  private static String layerName(Digest diffId) {
    return diffId.hex() + ".tar";
  }
}
