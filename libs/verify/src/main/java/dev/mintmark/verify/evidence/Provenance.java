package dev.mintmark.verify.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.refusal.RefusalCode;
import java.util.List;

/**
 * How a release was made, as a SLSA v1 provenance predicate; {@code docs/predicates/line-v1.md}
 * says what stands in it. The same parts are the same bytes: it has no id, no offset and no time.
 *
 * @param external the request
 * @param internal what the line decided, and with which tools
 * @param dependencies everything that the request names
 * @param version of the line that made it
 * @param byproducts the hand-offs in their order, each naming the one before, then measurements
 */
public record Provenance(
    ObjectNode external,
    ObjectNode internal,
    List<Resource> dependencies,
    String version,
    List<Resource> byproducts) {
  public static final String BUILD_TYPE = "https://mintmark.dev/build/line/v1";

  /** The line as a role, wherever it runs. */
  public static final String BUILDER = "https://mintmark.dev/builder/line/v1";

  /** Annotation of a hand-off: the digest of the one before. */
  public static final String PREVIOUS = "previous";

  public Provenance {
    external = external.deepCopy();
    internal = internal.deepCopy();
    dependencies = List.copyOf(dependencies);
    byproducts = List.copyOf(byproducts);
  }

  public ObjectNode predicate() {
    ObjectNode json = CanonicalJson.object();
    ObjectNode definition = json.putObject("buildDefinition");
    definition.put("buildType", BUILD_TYPE);
    definition.set("externalParameters", external);
    definition.set("internalParameters", internal);
    write(definition.putArray("resolvedDependencies"), dependencies);
    ObjectNode run = json.putObject("runDetails");
    ObjectNode builder = run.putObject("builder");
    builder.put("id", BUILDER);
    builder.putObject("version").put("mintmark", version);
    write(run.putArray("byproducts"), byproducts);
    return json;
  }

  private static void write(ArrayNode array, List<Resource> resources) {
    resources.forEach(resource -> array.add(resource.json()));
  }

  /**
   * The version of the line that a statement names.
   *
   * @throws dev.mintmark.verify.refusal.RefusedException VER-090 as {@link #check}
   */
  public static String version(Statement statement) {
    return predicate(statement)
        .object("runDetails")
        .object("builder")
        .object("version")
        .string("mintmark");
  }

  /**
   * Whether the statement has the form that this line writes: its build type and builder, a digest
   * of everything, and hand-offs that lead back to the request that it names.
   *
   * @throws dev.mintmark.verify.refusal.RefusedException VER-090
   */
  public static void check(Statement statement) {
    Fields predicate = predicate(statement).only("buildDefinition", "runDetails");
    Fields definition =
        predicate
            .object("buildDefinition")
            .only("buildType", "externalParameters", "internalParameters", "resolvedDependencies");
    definition.require("buildType", BUILD_TYPE);
    definition.object("internalParameters");
    String request = definition.object("externalParameters").string("requestDigest");
    List<Fields> dependencies = definition.objects("resolvedDependencies");
    if (dependencies.isEmpty()) {
      throw definition.refused("names nothing that the release was made of");
    }
    dependencies.forEach(Provenance::digest);
    Fields run = predicate.object("runDetails").only("builder", "byproducts");
    run.object("builder").only("id", "version").require("id", BUILDER);
    version(statement);
    requireChain(run, request);
  }

  private static void requireChain(Fields run, String request) {
    String before = "";
    boolean begun = false;
    for (Fields byproduct : run.objects("byproducts")) {
      String digest = digest(byproduct);
      if (!byproduct.optionalString("mediaType").orElse("").equals(MediaTypes.EVENT)) {
        continue;
      }
      if (begun) {
        byproduct.object("annotations").require(PREVIOUS, before);
      } else if (!digest.equals(request)) {
        throw byproduct.refused("is " + digest + ", not the request " + request);
      }
      before = digest;
      begun = true;
    }
    if (!begun) {
      throw run.refused("has no hand-off in its byproducts");
    }
  }

  /** A resource's digest, with its algorithm in front. */
  private static String digest(Fields resource) {
    Fields digest = resource.object("digest").only("sha256", "gitCommit");
    if (digest.has("gitCommit")) {
      return "gitCommit:" + digest.string("gitCommit");
    }
    String text = "sha256:" + digest.string("sha256");
    if (!Digest.isDigest(text)) {
      throw digest.refused("has no whole SHA-256 but '" + text + "'");
    }
    return text;
  }

  private static Fields predicate(Statement statement) {
    return new Fields(statement.predicate(), "provenance", RefusalCode.PROVENANCE_FORM);
  }

  @Override
  public ObjectNode external() {
    return external.deepCopy();
  }

  @Override
  public ObjectNode internal() {
    return internal.deepCopy();
  }
}
