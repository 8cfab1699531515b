package dev.mintmark.ingest.claim;

import dev.mintmark.ingest.request.Codes;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.Pointers;
import java.util.Optional;

/** Claims of release ids, kept beside the artifacts and never given back. */
public final class Claims {
  private final Pointers pointers;

  public Claims(Pointers pointers) {
    this.pointers = pointers;
  }

  /** Who holds the id. */
  public Optional<Claim> find(ReleaseId release) {
    String key = key(release);
    return pointers.read(key).map(bytes -> Claim.parse(key, bytes));
  }

  /** Takes the id unless it is held; the claim that holds it now, which may be an earlier one. */
  public Claim take(ReleaseId release, Claim claim) {
    if (pointers.create(key(release), claim.bytes())) {
      return claim;
    }
    return find(release)
        .orElseThrow(
            () -> new IllegalStateException("the claim of " + release + " is there and is not"));
  }

  /** What a second request for a held id is told. */
  public static Refusal heldByAnother(ReleaseId release, Claim holder) {
    return new Refusal(
        Codes.CLAIMED,
        "the release id " + release,
        "another request, " + holder.request() + ", holds it since " + holder.position(),
        "give the changed release a new version");
  }

  private static String key(ReleaseId release) {
    return "claims/" + release.name() + "/" + release.version();
  }
}
