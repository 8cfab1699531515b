package dev.mintmark.verify.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a model signature states: every file of a model, and what was left out on purpose.
 *
 * @param name of the model, for people: it may be kept under another one
 * @param ignored files and folders that do not count, relative to the model
 */
public record ModelStatement(String name, ModelFiles files, SortedSet<ModelPath> ignored) {
  public static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";

  private static final String METHOD = "files";
  private static final String SHA_256 = "sha256";
  private static final String WHAT = "model signature";

  public ModelStatement {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a model has a name");
    }
    ignored = new TreeSet<>(ignored);
  }

  public ModelStatement(String name, ModelFiles files, Collection<ModelPath> ignored) {
    this(name, files, new TreeSet<>(ignored));
  }

  /** The in-toto form; the same model is the same bytes. */
  public Statement statement() {
    ObjectNode predicate = CanonicalJson.object();
    ObjectNode serialization = predicate.putObject("serialization");
    serialization.put("method", METHOD).put("hash_type", SHA_256).put("allow_symlinks", false);
    ArrayNode paths = serialization.putArray("ignore_paths");
    ignored.forEach(path -> paths.add(path.text()));
    ArrayNode resources = predicate.putArray("resources");
    files
        .digests()
        .forEach((path, digest) ->
            resources
                .addObject()
                .put("name", path.text())
                .put("algorithm", SHA_256)
                .put("digest", digest.hex()));
    return new Statement(
        List.of(new Subject(Optional.of(name), files.root())), PREDICATE_TYPE, predicate);
  }

  /**
   * Reads the in-toto form.
   *
   * @throws RefusedException VER-016 for another predicate, VER-082 for another form, other hashes,
   *     shards or links, VER-083 for a root digest that is not that of the files
   */
  public static ModelStatement read(Statement statement) {
    if (!statement.predicateType().equals(PREDICATE_TYPE)) {
      throw new RefusedException(
          RefusalCode.WRONG_PREDICATE,
          "cannot accept the model signature: it states "
              + statement.predicateType()
              + "; expected "
              + PREDICATE_TYPE);
    }
    // Version 1.0 says: what else is in a predicate is ignored.
    Fields predicate = new Fields(statement.predicate(), WHAT, RefusalCode.MODEL_STATEMENT);
    if (statement.subjects().size() != 1) {
      throw predicate.refused("has " + statement.subjects().size() + " subjects, not 1");
    }
    Subject subject = statement.subjects().getFirst();
    String name =
        subject
            .name()
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> predicate.refused("names no model"));
    SortedSet<ModelPath> ignored = ignored(predicate.object("serialization"));
    ModelFiles files = new ModelFiles(files(predicate));
    if (!files.root().equals(subject.digest())) {
      throw new RefusedException(
          RefusalCode.MODEL_ROOT,
          "cannot accept the model signature: its root is "
              + subject.digest()
              + ", its files make "
              + files.root());
    }
    return new ModelStatement(name, files, ignored);
  }

  private static SortedSet<ModelPath> ignored(Fields serialization) {
    serialization.only("method", "hash_type", "allow_symlinks", "ignore_paths");
    serialization.require("method", METHOD);
    serialization.require("hash_type", SHA_256);
    if (serialization.flag("allow_symlinks")) {
      throw serialization.refused("follows links, which could lead anywhere; sign without them");
    }
    SortedSet<ModelPath> ignored = new TreeSet<>();
    serialization.strings("ignore_paths").forEach(path -> ignored.add(new ModelPath(path)));
    if (ignored.contains(ModelPath.SELF)) {
      throw serialization.refused("leaves out the whole model");
    }
    return ignored;
  }

  private static SortedMap<ModelPath, Digest> files(Fields predicate) {
    SortedMap<ModelPath, Digest> files = new TreeMap<>();
    List<ModelPath> order = new ArrayList<>();
    for (Fields resource : predicate.objects("resources")) {
      resource.only("name", "algorithm", "digest");
      resource.require("algorithm", SHA_256);
      String hex = resource.string("digest");
      if (!Digest.isDigest("sha256:" + hex)) {
        throw resource.refused("has no whole SHA-256");
      }
      order.add(new ModelPath(resource.string("name")));
      files.put(order.getLast(), new Digest(hex));
    }
    // The root digest depends on the order, and a second line for a file would hide the first.
    if (!order.equals(List.copyOf(files.keySet()))) {
      throw predicate.refused("lists a file twice, or not in the order of the paths");
    }
    return files;
  }

  @Override
  public SortedSet<ModelPath> ignored() {
    return new TreeSet<>(ignored);
  }
}
