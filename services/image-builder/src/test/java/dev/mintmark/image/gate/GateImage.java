package dev.mintmark.image.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.elf.ElfFixture;
import dev.mintmark.image.input.Profiles;
import dev.mintmark.image.refusal.ImageFinding;
import dev.mintmark.image.request.GateRequest;
import dev.mintmark.image.request.GateRequest.Allowance;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.entry.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image for the gates, and the profiles of its targets. */
final class GateImage {
  static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final FileTable.Input INPUT =
      new FileTable.Input(
          new Artifact(Digest.of(new byte[0]), MediaTypes.OCTET_STREAM, 0),
          null,
          "pkg:deb/debian/example@1",
          "MIT");

  final LayeredTree tree = new LayeredTree(Platform.LINUX_AMD64);
  final List<String> environment = new ArrayList<>();
  private final ArtifactStore store;
  private final List<Allowance> allowed = new ArrayList<>();
  private final SortedMap<String, Artifact> profiles = new TreeMap<>();
  OptionalLong budget = OptionalLong.empty();

  GateImage(ArtifactStore store) {
    this.store = store;
  }

  /** A loader and libc 2.36. */
  GateImage glibc() {
    elf("lib64/ld-linux-x86-64.so.2", ElfFixture.library("ld-linux-x86-64.so.2"));
    return elf(
        "lib64/libc.so.6",
        ElfFixture.library("libc.so.6").defines("libc.so.6", "GLIBC_2.2.5", "GLIBC_2.36"));
  }

  GateImage musl() {
    return elf("lib/ld-musl-x86_64.so.1", ElfFixture.library("libc.musl-x86_64.so.1"));
  }

  GateImage elf(String path, ElfFixture elf) {
    return file(path, 0755, elf.build());
  }

  GateImage file(String path, int mode, String text) {
    return file(path, mode, text.getBytes(UTF_8));
  }

  GateImage file(String path, int mode, byte[] bytes) {
    tree.put(
        TreeEntry.file(
            path,
            mode,
            Owner.ROOT,
            bytes.length,
            Digest.of(bytes),
            INPUT,
            () -> new ByteArrayInputStream(bytes)));
    return this;
  }

  GateImage folder(String path, int mode) {
    tree.put(TreeEntry.directory(path, mode, Owner.ROOT));
    return this;
  }

  GateImage profile(String target, String libc) {
    String yaml =
        """
        apiVersion: mintmark.dev/v1
        name: %s
        description: a machine
        platform: linux/amd64
        requires: [%s]
        model: {format: onnx, quantization: int8, toolchain: qdq-java}
        """
            .formatted(target, libc);
    profiles.put(target, store.put(yaml.getBytes(UTF_8), "application/yaml"));
    return this;
  }

  GateImage profile(String target, Artifact profile) {
    profiles.put(target, profile);
    return this;
  }

  GateImage allow(String path, ImageFinding finding) {
    allowed.add(new Allowance(path, finding));
    return this;
  }

  void check() throws IOException {
    ImageGates gates = gates();
    gates.check(tree, environment);
    gates.requireAllowancesUsed();
  }

  ImageGates gates() {
    return new ImageGates(
        Profiles.read(store, profiles), new GateRequest(allowed, budget, profiles));
  }
}
