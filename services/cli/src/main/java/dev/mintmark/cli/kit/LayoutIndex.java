package dev.mintmark.cli.kit;

import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code index.json}: everything that has a tag, and everything else that no index names. Tools
 * that know referrers in a layout (oras) look for them there.
 */
final class LayoutIndex {
  private static final String FORM = "dev.mintmark.kit";
  private static final String FORM_1 = "1";
  private static final String REPOSITORY = "dev.mintmark.kit.repository";
  private static final String VERSION = "dev.mintmark.kit.version";

  private LayoutIndex() {}

  /** How the manifests of a layout are come by; checked against the descriptor. */
  @FunctionalInterface
  interface Reader {
    FetchedManifest read(Descriptor descriptor) throws IOException;
  }

  static byte[] write(KitObjects objects) {
    List<Descriptor> entries = new ArrayList<>();
    objects
        .tags()
        .forEach((tag, digest) ->
            entries.add(
                Descriptor.of(
                    objects.get(digest).artifact(), Map.of(LayoutNames.REF_NAME, tag.value()))));
    Set<Digest> named = new HashSet<>(objects.tags().values());
    for (FetchedManifest manifest : objects.manifests().values()) {
      if (manifest.document() instanceof ImageIndex index) {
        index.manifests().forEach(child -> named.add(child.digest()));
      }
    }
    for (FetchedManifest manifest : objects.manifests().values()) {
      if (!named.contains(manifest.artifact().digest())) {
        Descriptor plain = Descriptor.of(manifest.artifact());
        entries.add(manifest.document().referrerType().map(plain::withArtifactType).orElse(plain));
      }
    }
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put(FORM, FORM_1);
    annotations.put(REPOSITORY, objects.repository().value());
    annotations.put(VERSION, objects.version().value());
    return new ImageIndex(null, entries, null, annotations).bytes();
  }

  /**
   * Reads all that the index names, and what those name.
   *
   * @throws OciException (OCI-008) for an index that is no kit's, and what the reader throws
   */
  static KitObjects read(ImageIndex layout, Reader reader) throws IOException {
    String form = layout.annotations().getOrDefault(FORM, "none");
    if (!form.equals(FORM_1)) {
      throw field(FORM, "it is '" + form + "'; this version of mintmark reads kits of form 1");
    }
    SortedMap<Digest, FetchedManifest> manifests = new TreeMap<>();
    SortedMap<Tag, Digest> tags = new TreeMap<>();
    Deque<Descriptor> pending = new ArrayDeque<>();
    for (Descriptor entry : layout.manifests()) {
      String name = entry.annotations().get(LayoutNames.REF_NAME);
      if (name != null && tags.put(tag(name), entry.digest()) != null) {
        throw field(LayoutNames.REF_NAME, "two manifests have the tag " + name);
      }
      pending.add(entry);
    }
    for (Descriptor next = pending.poll(); next != null; next = pending.poll()) {
      if (manifests.containsKey(next.digest())) {
        continue;
      }
      FetchedManifest manifest = reader.read(next);
      manifests.put(next.digest(), manifest);
      if (manifest.document() instanceof ImageIndex index) {
        pending.addAll(index.manifests());
      }
    }
    Tag version = tag(layout.annotations().getOrDefault(VERSION, ""));
    if (!tags.containsKey(version)) {
      throw field(VERSION, "no manifest has the tag " + version);
    }
    return new KitObjects(repository(layout), version, manifests, tags);
  }

  private static RepositoryName repository(ImageIndex layout) {
    String name = layout.annotations().getOrDefault(REPOSITORY, "");
    if (!RepositoryName.isValid(name)) {
      throw field(REPOSITORY, "it is no repository's name");
    }
    return new RepositoryName(name);
  }

  private static Tag tag(String name) {
    if (!Tag.isValid(name)) {
      throw field(LayoutNames.REF_NAME, "it is no tag");
    }
    return new Tag(name);
  }

  private static OciException field(String name, String found) {
    return new OciException(
        OciError.FIELD, "cannot accept the kit's index.json: " + name + ": " + found);
  }
}
