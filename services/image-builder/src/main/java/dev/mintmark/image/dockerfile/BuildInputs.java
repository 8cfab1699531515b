package dev.mintmark.image.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.elf.ElfHeader;
import dev.mintmark.image.base.BaseImage;
import dev.mintmark.image.base.BaseLayer;
import dev.mintmark.image.input.ContentMode;
import dev.mintmark.image.refusal.DockerfileRefusals;
import dev.mintmark.image.sandbox.Sandbox;
import dev.mintmark.inputs.dockerfile.Dockerfile;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.manifest.BaseDocument;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lays out what one build of a Dockerfile sees; the sandbox's users may read it and no more. */
final class BuildInputs {
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /** What is pulled is ours already, by digest; nothing is asked for by name. */
  private static final String POLICY = "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n";

  private static final String REGISTRIES = "unqualified-search-registries = []\n";
  private static final String STORAGE =
      "[storage]\ndriver = \"vfs\"\ngraphroot = \"/work/storage\"\nrunroot = \"/work/run\"\n";

  /** Bytes of one name, and of a whole path below the work directory. */
  private static final int MAX_NAME = 255;

  private static final int MAX_PATH = 1024;

  private final ArtifactStore store;
  private final Path folder;

  BuildInputs(ArtifactStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /** How a builder's storage is set up: nothing of the machine's is used. */
  void settings() throws IOException {
    Path etc = folder.resolve("etc");
    Sandbox.makeFolder(etc);
    write(etc.resolve("policy.json"), POLICY.getBytes(UTF_8));
    write(etc.resolve("registries.conf"), REGISTRIES.getBytes(UTF_8));
    write(etc.resolve("storage.conf"), STORAGE.getBytes(UTF_8));
  }

  /** The Dockerfile, with the names that its images have in the sandbox. */
  void dockerfile(Dockerfile file) throws IOException {
    List<String> names = file.images().stream().map(image -> image.name()).toList();
    write(
        folder.resolve("Dockerfile"),
        file.withImages(name -> "localhost/mintmark/image-" + names.indexOf(name) + ":vendored"));
  }

  /** A copy of a program that the sandbox does not show. */
  void program(Path executable) throws IOException {
    Path copy = folder.resolve(Buildah.NAME);
    Files.copy(executable, copy);
    Files.setPosixFilePermissions(copy, PROGRAM);
  }

  /**
   * The context's files; modes follow from their contents, as those of an app.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-075
   */
  void context(Artifact artifact, Tree context) throws IOException {
    Path root = folder.resolve("context");
    Sandbox.makeFolder(root);
    for (Tree.Entry entry : context.entries()) {
      requireName(artifact, entry.path());
      Path file = resolve(artifact, root, entry.path());
      try {
        makeFolders(root, above(file));
        store.copyTo(entry.digest(), file);
      } catch (FileAlreadyExistsException | NotDirectoryException e) {
        throw DockerfileRefusals.context(artifact, entry.path(), "it lies below another file");
      }
      boolean program;
      try (InputStream in = Files.newInputStream(file)) {
        program = ContentMode.of(in.readNBytes(ElfHeader.LENGTH)) == 0755;
      }
      Files.setPosixFilePermissions(file, program ? PROGRAM : PLAIN);
    }
  }

  /** Names become bytes in the encoding of this process's locale. */
  private static Path resolve(Artifact context, Path root, String path) {
    try {
      return root.resolve(path);
    } catch (InvalidPathException e) {
      throw DockerfileRefusals.unwritable(context, path);
    }
  }

  /** A file system would not take it, however often it is asked. */
  private static void requireName(Artifact context, String path) {
    boolean isLong =
        path.getBytes(UTF_8).length > MAX_PATH
            || Stream.of(path.split("/")).anyMatch(part -> part.getBytes(UTF_8).length > MAX_NAME);
    if (isLong) {
      throw DockerfileRefusals.context(
          context,
          path.substring(0, Math.min(path.length(), 80)) + "…",
          "a name in it has more than %d bytes, or all of it more than %d"
              .formatted(MAX_NAME, MAX_PATH));
    }
  }

  private static void makeFolders(Path root, Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      makeFolders(root, above(wanted));
      Sandbox.makeFolder(wanted);
    }
  }

  private static Path above(Path file) {
    return Objects.requireNonNull(file.getParent(), "it is below the context");
  }

  /** One platform's image as an OCI layout of that image alone. */
  void image(int number, BaseImage image) throws IOException {
    Path images = folder.resolve("images");
    if (number == 0) {
      Sandbox.makeFolder(images);
    }
    Path layout = images.resolve(Integer.toString(number));
    Sandbox.makeFolder(layout);
    Sandbox.makeFolder(layout.resolve("blobs"));
    Path blobs = layout.resolve("blobs").resolve("sha256");
    Sandbox.makeFolder(blobs);
    byte[] bytes = store.read(image.manifest(), OciReader.MAX_BYTES);
    BaseDocument read = BaseDocument.read(bytes);
    if (!(read.document() instanceof Manifest manifest)) {
      throw new IllegalStateException(image.manifest() + " was a manifest when it was read");
    }
    if (!read.mediaType().equals(OciMediaTypes.MANIFEST)) {
      // In Docker's older form: the same blobs, in OCI's, under a digest of its own.
      bytes = manifest.bytes();
    }
    Digest name = Digest.of(bytes);
    write(blobs.resolve(name.hex()), bytes);
    blob(blobs, manifest.config().artifact());
    for (BaseLayer layer : image.layers()) {
      if (!Files.exists(blobs.resolve(layer.blob().digest().hex()))) {
        blob(blobs, layer.blob());
      }
    }
    write(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    TreeMap<String, String> annotations = new TreeMap<>();
    annotations.put("org.opencontainers.image.ref.name", "image");
    Descriptor descriptor =
        new Descriptor(OciMediaTypes.MANIFEST, name, bytes.length, null, annotations, null);
    write(
        layout.resolve("index.json"),
        new ImageIndex(null, List.of(descriptor), null, new TreeMap<>()).bytes());
  }

  private void blob(Path blobs, Artifact blob) throws IOException {
    Path file = blobs.resolve(blob.digest().hex());
    store.copyTo(blob.digest(), file);
    Files.setPosixFilePermissions(file, PLAIN);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PLAIN);
  }
}
