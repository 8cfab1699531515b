package dev.mintmark.ingest.request;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Evidence;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What vouches for the packages has names that tell it apart. */
final class EvidenceRules {
  private static final Pattern NAME = Pattern.compile("[a-z]{1,16}/[A-Za-z0-9][A-Za-z0-9._+-]*");
  private static final int MAX_NAME = 200;

  private EvidenceRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    List<Evidence> evidence = request.getImage().getEvidence();
    return Stream.concat(
        evidence.stream()
            .flatMap(each ->
                Fault.unlessMatches(
                    NAME,
                    MAX_NAME,
                    each.getName(),
                    Codes.EVIDENCE,
                    "the name of a file of evidence",
                    "use a kind and a plain file name, e.g. lock/debian.lock")),
        Fault.unlessSorted(evidence, Evidence::getName, Codes.EVIDENCE, "the evidence"));
  }
}
