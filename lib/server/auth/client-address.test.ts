import { expect, test } from "vitest";
import { toClientAddress } from "./client-address";

test.each([
  ["no proxy is trusted, so the header is not believed", "6.6.6.6", 0, "10.0.0.9"],
  ["one proxy vouches for the last entry", "6.6.6.6, 203.0.113.7", 1, "203.0.113.7"],
  ["two proxies vouch for the last two", "6.6.6.6, 203.0.113.7, 10.0.0.8", 2, "203.0.113.7"],
  ["fewer entries than proxies gives the leftmost there is", "203.0.113.7", 3, "203.0.113.7"],
  ["no header gives the peer", undefined, 1, "10.0.0.9"],
  ["an entry that is no address is passed over", "nonsense", 1, "10.0.0.9"],
])("%s", (_title, forwarded, hops, expected) => {
  expect(toClientAddress(forwarded, "10.0.0.9", hops)).toBe(expected);
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002:ffff::1", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["", "unknown"],
])("the peer %j counts as %s", (peer, expected) => {
  expect(toClientAddress(undefined, peer, 0)).toBe(expected);
});
