package dev.mintmark.verify.intoto;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.List;

/**
 * An in-toto Statement v1 (in-toto/attestation, spec/v1/statement.md). Only SHA-256 digests are
 * understood; a subject with another one beside it is refused, since nobody here would check it.
 *
 * @param subjects at least one
 * @param predicateType a URI
 * @param predicate any JSON object
 */
public record Statement(List<Subject> subjects, String predicateType, ObjectNode predicate) {
  public static final String TYPE = "https://in-toto.io/Statement/v1";

  public Statement {
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("a statement " + predicateType + " about nothing");
    }
    predicate = predicate.deepCopy();
  }

  /** The compact JSON form, ASCII, in one order: the same statement is the same bytes. */
  public byte[] bytes() {
    ObjectNode json = CanonicalJson.object();
    json.put("_type", TYPE);
    ArrayNode array = json.putArray("subject");
    for (Subject subject : subjects) {
      ObjectNode entry = array.addObject();
      subject.name().ifPresent(name -> entry.put("name", name));
      entry.putObject("digest").put("sha256", subject.digest().hex());
    }
    json.put("predicateType", predicateType);
    json.set("predicate", predicate);
    return CanonicalJson.write(json);
  }

  /**
   * Reads the JSON form.
   *
   * @throws RefusedException VER-010, VER-013
   */
  public static Statement read(byte[] bytes) {
    Fields json =
        new Fields(
                Documents.read(bytes, "in-toto statement"),
                "in-toto statement",
                RefusalCode.STATEMENT_FORM)
            .only("_type", "subject", "predicateType", "predicate");
    json.require("_type", TYPE);
    List<Subject> subjects = json.objects("subject").stream().map(Statement::subject).toList();
    if (subjects.isEmpty()) {
      throw json.refused("has no subject");
    }
    return new Statement(subjects, json.string("predicateType"), json.objectNode("predicate"));
  }

  private static Subject subject(Fields json) {
    // Annotations are cosign's notes for people; nothing here decides by them.
    json.only("name", "digest", "annotations");
    Fields digest = json.object("digest").only("sha256");
    String hex = digest.string("sha256");
    if (!Digest.isDigest("sha256:" + hex)) {
      throw digest.refused("has no whole SHA-256 but '" + hex + "'");
    }
    return new Subject(json.optionalString("name"), new Digest(hex));
  }

  @Override
  public ObjectNode predicate() {
    return predicate.deepCopy();
  }
}
