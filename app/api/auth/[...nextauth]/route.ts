import type { NextRequest } from "next/server";
import { handleAuthRequest } from "@/lib/server/auth/handle-auth-request";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, { params }: Context): Promise<Response> {
  return handleAuthRequest(request, (await params).nextauth.join("/"));
}

export { handle as GET, handle as POST };
