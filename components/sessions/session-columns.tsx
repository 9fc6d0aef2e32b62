"use client";

import { createColumnHelper } from "@tanstack/react-table";
import type { DataTableColumn, DataTableFeatures } from "@/components/data-table/table-features";
import type { SessionRow } from "./session-row";
import { Created, Ended, RowId, Tail } from "./session-time-cells";
import { Asked, Failure, RedirectHost, Reference, Status, Tries } from "./session-value-cells";

const helper = createColumnHelper<DataTableFeatures, SessionRow>();

/** Every column of the list, in the usual order. */
export const sessionColumns: DataTableColumn<SessionRow>[] = [
  helper.display({
    id: "status",
    header: "Status",
    meta: {
      label: "Status",
      widthPx: 128,
      cardClass: "max-sm:col-span-2 max-sm:col-start-1 max-sm:row-start-1",
    },
    cell: ({ row }) => <Status row={row.original} />,
  }),
  helper.display({
    id: "failure",
    header: "Failure",
    meta: {
      label: "Failure",
      widthPx: 144,
      grow: 1,
      cardClass: "max-sm:col-span-2 max-sm:col-start-1 max-sm:row-start-2",
    },
    cell: ({ row }) => <Failure row={row.original} />,
  }),
  helper.display({
    id: "nfc",
    header: "NFC",
    meta: {
      label: "NFC failures",
      widthPx: 52,
      cardClass: "max-sm:col-start-1 max-sm:row-start-3",
    },
    cell: ({ row }) => <Tries row={row.original} kind="nfc" />,
  }),
  helper.display({
    id: "liveness",
    header: "Liveness",
    meta: {
      label: "Liveness failures",
      widthPx: 74,
      cardClass: "max-sm:col-start-2 max-sm:row-start-3",
    },
    cell: ({ row }) => <Tries row={row.original} kind="liveness" />,
  }),
  helper.display({
    id: "created",
    header: "Created",
    meta: {
      label: "Created",
      widthPx: 140,
      cardClass: "max-sm:col-span-2 max-sm:col-start-3 max-sm:row-start-1 max-sm:justify-end",
    },
    cell: ({ row }) => <Created row={row.original} />,
  }),
  helper.display({
    id: "ended",
    header: "Ended",
    meta: {
      label: "Ended, or time left",
      widthPx: 146,
      cardClass: "max-sm:col-span-2 max-sm:col-start-3 max-sm:row-start-2 max-sm:justify-end",
    },
    cell: ({ row }) => <Ended row={row.original} />,
  }),
  helper.display({
    id: "asked",
    header: "Asked",
    meta: {
      label: "Fields asked for",
      widthPx: 58,
      cardClass: "max-sm:col-start-3 max-sm:row-start-3",
    },
    cell: ({ row }) => <Asked row={row.original} />,
  }),
  helper.display({
    id: "reference",
    header: "Reference",
    meta: {
      label: "Reference, or redirect host",
      widthPx: 102,
      grow: 1,
      cardClass: "max-sm:col-start-4 max-sm:row-start-3 max-sm:justify-end",
    },
    cell: ({ row }) => <Reference row={row.original} />,
  }),
  helper.display({
    id: "host",
    header: "Redirect host",
    meta: {
      label: "Redirect host",
      widthPx: 150,
      grow: 1,
      isExtra: true,
      // A card shows it where there is no reference, and has no room for both.
      cardClass: "max-sm:hidden",
    },
    cell: ({ row }) => <RedirectHost row={row.original} />,
  }),
  helper.display({
    id: "id",
    header: "Id",
    meta: {
      label: "Id",
      widthPx: 164,
      cardClass: "max-sm:col-span-3 max-sm:col-start-1 max-sm:row-start-4",
    },
    cell: ({ row }) => <RowId row={row.original} />,
  }),
  helper.display({
    id: "peek",
    header: () => <span className="sr-only">Peek</span>,
    meta: {
      label: "Peek",
      widthPx: 38,
      isFixed: true,
      cardClass: "max-sm:col-start-4 max-sm:row-start-4 max-sm:justify-end",
    },
    cell: ({ row }) => <Tail row={row.original} />,
  }),
];
