package dev.mintmark.signer.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.events.image.v1.ImageTool;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.signer.chain.ReleaseChain;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.evidence.Provenance;
import dev.mintmark.verify.evidence.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says of a chain how the release was made. Pure: everything comes from the hand-offs' values,
 * which are the same in a rebuild.
 */
final class ProvenanceWriter {
  private ProvenanceWriter() {}

  static Provenance write(ReleaseChain chain, String version) {
    return new Provenance(
        external(chain), internal(chain), dependencies(chain), version, byproducts(chain));
  }

  private static String requestDigest(ReleaseChain chain) {
    return chain.documented().getHandOff().getRequest();
  }

  private static ObjectNode external(ReleaseChain chain) {
    ObjectNode json = CanonicalJson.object();
    json.put("requestDigest", requestDigest(chain));
    json.set("request", RecordJson.of(chain.request()));
    return json;
  }

  private static ObjectNode internal(ReleaseChain chain) {
    ObjectNode json = CanonicalJson.object();
    json.put("compressor", chain.built().getCompressor());
    ImageTool tool = chain.built().getImageTool();
    if (tool != null) {
      json.set("imageTool", RecordJson.of(tool));
    }
    ArrayNode variants = json.putArray("variants");
    for (Variant variant : chain.quantized().getVariants()) {
      ObjectNode each = variants.addObject();
      each.put("target", variant.getTarget());
      each.put("rung", variant.getRung());
      each.put("metric", variant.getMetric());
      each.put("value", variant.getValue());
      each.set("toolchain", RecordJson.of(variant.getToolchain()));
    }
    return json;
  }

  private static List<Resource> dependencies(ReleaseChain chain) {
    BuildRequested request = chain.request();
    List<Resource> all = new ArrayList<>();
    all.add(Resource.of("request", hex(requestDigest(chain)), MediaTypes.EVENT, Map.of()));
    all.add(source(request.getSource()));
    Dataset dataset = request.getModel().getDataset();
    all.add(
        Resource.of(
            "model.dataset",
            hex(dataset.getDigest()),
            MediaTypes.TREE,
            Map.of("dataset", dataset.getName())));
    all.addAll(Resources.of(request));
    return all;
  }

  private static Resource source(Source source) {
    return new Resource(
        "source",
        Optional.of("git+" + source.getRepository() + "@" + source.getCommit()),
        "gitCommit",
        source.getCommit(),
        Optional.empty(),
        new TreeMap<>());
  }

  private static List<Resource> byproducts(ReleaseChain chain) {
    List<Resource> all = new ArrayList<>();
    String before = requestDigest(chain);
    all.add(
        Resource.of(type(TopicCatalogue.BUILD_REQUESTED), hex(before), MediaTypes.EVENT, Map.of()));
    before =
        handOff(
            all,
            TopicCatalogue.MODEL_INGESTED,
            chain.quantized().getHandOff().getPrevious(),
            before);
    before =
        handOff(
            all, TopicCatalogue.MODEL_QUANTIZED, chain.built().getHandOff().getPrevious(), before);
    before =
        handOff(
            all, TopicCatalogue.IMAGE_BUILT, chain.documented().getHandOff().getPrevious(), before);
    handOff(all, TopicCatalogue.SBOM_PUBLISHED, chain.last(), before);
    Resources.of(chain.quantized()).stream().filter(ProvenanceWriter::isMeasured).forEach(all::add);
    return all;
  }

  /** What a converter measured: a rebuild takes it as recorded. */
  private static boolean isMeasured(Resource named) {
    return named.name().matches("variants\\[.*\\]\\.(table|report|expected)");
  }

  private static String handOff(List<Resource> all, Topic topic, String value, String before) {
    all.add(
        Resource.of(
            type(topic), hex(value), MediaTypes.EVENT, Map.of(Provenance.PREVIOUS, before)));
    return value;
  }

  private static String type(Topic topic) {
    return topic.eventType();
  }

  private static String hex(String digest) {
    return Digest.parse(digest).hex();
  }
}
