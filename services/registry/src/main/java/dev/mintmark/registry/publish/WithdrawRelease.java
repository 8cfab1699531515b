package dev.mintmark.registry.publish;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.events.release.v1.ReleaseWithdrawn;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.registry.link.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Takes a revoked release out of its repository. One that is published later, because its hand-off
 * was still on the way, is refused then.
 */
public final class WithdrawRelease implements Step<ReleaseRevoked, ReleaseWithdrawn> {
  private final Pointers pointers;

  public WithdrawRelease(Pointers pointers) {
    this.pointers = pointers;
  }

  @Override
  public Outcome<ReleaseWithdrawn> apply(Incoming<ReleaseRevoked> in) {
    ReleaseRevoked revoked = in.event();
    try {
      @Nullable String index = revoked.getIndex();
      Tag tag = new Tag(in.release().version());
      new Repository(pointers, new RepositoryName(revoked.getRepository()))
          .withdraw(tag, index == null ? null : Digest.parse(index), revoked.getReason());
      return new Outcome.Produced<>(
          new ReleaseWithdrawn(
              in.nextLink(revoked.getHandOff()), revoked.getRepository(), tag.value(), index));
    } catch (IllegalArgumentException e) {
      throw PublishRefusals.notWithdrawable(String.valueOf(e.getMessage()));
    }
  }
}
