package dev.mintmark.simulator.device;

import dev.mintmark.content.Digest;
import dev.mintmark.simulator.event.Phase;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.wire.Order;
import dev.mintmark.simulator.wire.Report;
import dev.mintmark.simulator.wire.ReportKind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a device says about one order. */
final class Reports {
  private final World world;
  private final Member member;
  private final String token;
  private final Order order;

  Reports(World world, Member member, String token, Order order) {
    this.world = world;
    this.member = member;
    this.token = token;
    this.order = order;
  }

  /** Says how far it came. */
  void say(ReportKind kind) throws IOException, InterruptedException {
    say(kind, order.release(), order.index(), null, null);
  }

  /** Says why it does not run the release. */
  void fail(ReportKind kind, String code, @Nullable String detail)
      throws IOException, InterruptedException {
    say(kind, order.release(), order.index(), code, detail);
  }

  /** Says that it runs something that was not ordered. */
  void sayOther(ReportKind kind, String release, Digest index)
      throws IOException, InterruptedException {
    say(kind, release, index, null, null);
  }

  private void say(
      ReportKind kind, String release, Digest index, @Nullable String code, @Nullable String detail)
      throws IOException, InterruptedException {
    Report report = new Report(order.order(), kind, release, index, code, detail);
    if (!world.controller().report(member, token, report)) {
      throw new SupersededException(member.device(), order.order());
    }
    Phase phase = Phase.valueOf(kind.name());
    world.phases().reached(member.device(), order.release(), phase);
  }
}
