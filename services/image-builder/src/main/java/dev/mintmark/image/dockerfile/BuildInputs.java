package dev.mintmark.image.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
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
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

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
      Path file = root.resolve(entry.path());
      try {
        makeFolders(root, above(file));
        store.copyTo(entry.digest(), file);
      } catch (FileAlreadyExistsException | NotDirectoryException e) {
        throw DockerfileRefusals.context(artifact, entry.path());
      }
      boolean program;
      try (InputStream in = Files.newInputStream(file)) {
        program = ContentMode.of(in.readNBytes(ElfHeader.LENGTH)) == 0755;
      }
      Files.setPosixFilePermissions(file, program ? PROGRAM : PLAIN);
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
    Manifest manifest = OciReader.manifest(bytes);
    write(blobs.resolve(image.manifest().hex()), bytes);
    blob(blobs, manifest.config().artifact());
    for (BaseLayer layer : image.layers()) {
      if (!Files.exists(blobs.resolve(layer.blob().digest().hex()))) {
        blob(blobs, layer.blob());
      }
    }
    write(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    TreeMap<String, String> name = new TreeMap<>();
    name.put("org.opencontainers.image.ref.name", "image");
    Descriptor descriptor =
        new Descriptor(OciMediaTypes.MANIFEST, image.manifest(), bytes.length, null, name, null);
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
