package dev.mintmark.cli.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.packages.PackageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks what {@code docker save} wrote: the config against its own name, each layer's tar against
 * the config. There is no manifest in it, so nothing says what the image's digest in a registry is.
 */
public final class DockerArchiveCheck {
  static final String MANIFEST = "manifest.json";
  private static final Pattern CONFIG_NAME =
      Pattern.compile("(?:blobs/sha256/)?([0-9a-f]{64})(?:\\.json)?");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final ImageWord word;
  private final LayoutFiles.Tar files;

  private DockerArchiveCheck(ImageWord word, LayoutFiles.Tar files) {
    this.word = word;
    this.files = files;
  }

  /**
   * Checks an archive.
   *
   * @param word {@code docker-archive:FILE}
   * @param folder that a relative path starts in
   * @throws dev.mintmark.cli.failure.CommandException CLI-131, CLI-132
   */
  public static ImageReport run(ImageWord word, Path folder, LongFunction<Progress> progress) {
    return ImageRefusals.coded(
        word.toString(),
        () ->
            new DockerArchiveCheck(word, LayoutFiles.Tar.read(folder.resolve(word.text())))
                .check(progress));
  }

  private ImageReport check(LongFunction<Progress> progress) throws IOException {
    JsonNode image = image();
    String configName = image.path("Config").asText();
    byte[] bytes = small(configName);
    ImageConfig config = OciReader.config(bytes);
    List<String> layers = new ArrayList<>();
    image.path("Layers").forEach(layer -> layers.add(layer.asText()));
    if (layers.size() != config.diffIds().size()) {
      throw form(
          MANIFEST,
          "it names %d layers, the config %d".formatted(layers.size(), config.diffIds().size()));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(config(configName, bytes));
    long total = 0;
    for (String layer : layers) {
      total += place(layer).size();
    }
    try (Progress shown = progress.apply(total)) {
      for (int i = 0; i < layers.size(); i++) {
        findings.add(layer(place(layers.get(i)), config.diffIds().get(i)));
        shown.advance(place(layers.get(i)).size());
      }
    }
    return new ImageReport(
        word.toString(),
        Digest.of(bytes),
        findings,
        List.of(config.platform().toString()),
        List.of(),
        new TreeMap<>(config.run().labels()),
        SignatureState.NONE_CARRIED);
  }

  private JsonNode image() throws IOException {
    JsonNode images;
    try {
      images = JSON.readTree(small(MANIFEST));
    } catch (JsonProcessingException e) {
      throw form(MANIFEST, "it is not JSON: " + e.getOriginalMessage());
    }
    if (!images.isArray() || images.isEmpty()) {
      throw form(MANIFEST, "it lists no images");
    }
    if (images.size() > 1) {
      List<String> names = new ArrayList<>();
      images.forEach(image -> names.add(image.path("RepoTags").toString()));
      throw ImageRefusals.choice(
          word.toString(), "it has several, " + names + ", and one archive is one image here");
    }
    return images.path(0);
  }

  private Finding config(String name, byte[] bytes) {
    Digest found = Digest.of(bytes);
    Matcher matcher = CONFIG_NAME.matcher(name);
    boolean named = matcher.matches();
    boolean holds = !named || matcher.group(1).equals(found.hex());
    return new Finding(
        "config",
        found,
        bytes.length,
        holds,
        !named
            ? "its name says no digest"
            : holds ? "digest" : "its name says sha256:" + matcher.group(1));
  }

  private Finding layer(LayoutFiles.Place place, Digest diffId) throws IOException {
    try (StoredBlob stored = place.open()) {
      Descriptor layer = Descriptor.of(new Artifact(diffId, mediaType(stored), place.size()));
      try (InputStream tar = BlobCheck.unpacked(layer, stored)) {
        BlobCheck.requireDiffId(layer, diffId, Digest.of(tar));
      }
      return new Finding("layer", diffId, place.size(), true, "diff id");
    } catch (OciException | PackageException e) {
      String why = ImageRefusals.printable(String.valueOf(e.getMessage()));
      return new Finding("layer", diffId, place.size(), false, why);
    }
  }

  /** By its first bytes: the archive does not say how a layer is compressed. */
  private static String mediaType(StoredBlob stored) throws IOException {
    byte[] head = stored.bytes().read(0, (int) Math.min(4, stored.bytes().size()));
    if (head.length == 4 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      return OciMediaTypes.LAYER_GZIP;
    }
    boolean zstd =
        head.length == 4
            && (head[0] & 0xff) == 0x28
            && (head[1] & 0xff) == 0xb5
            && head[2] == 0x2f
            && (head[3] & 0xff) == 0xfd;
    return zstd ? OciMediaTypes.LAYER_TAR + "+zstd" : OciMediaTypes.LAYER_TAR;
  }

  private LayoutFiles.Place place(String name) {
    Optional<LayoutFiles.Place> place =
        LayoutFiles.isPlain(name) ? files.find(name) : Optional.empty();
    return place.orElseThrow(() -> form(name, "it is not there"));
  }

  private byte[] small(String name) throws IOException {
    LayoutFiles.Place place = place(name);
    if (place.size() > OciReader.MAX_BYTES) {
      throw form(name, "it has more than " + OciReader.MAX_BYTES + " bytes");
    }
    try (StoredBlob blob = place.open();
        InputStream in = blob.bytes().open()) {
      return in.readAllBytes();
    }
  }

  private CommandException form(String part, String found) {
    return ImageRefusals.form(word.toString(), part, found);
  }
}
