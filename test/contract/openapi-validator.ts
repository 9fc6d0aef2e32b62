import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { OpenApi } from "./upstream-files";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The document lists the values of nullable fields without null, and the recorded server sends null:
 * both count, so null joins the values wherever the type allows it.
 */
function withNullableEnums(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNullableEnums);
  if (!isObject(schema)) return schema;
  const changed = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withNullableEnums(value)]),
  );
  const { type, enum: values } = changed;
  if (Array.isArray(type) && type.includes("null") && Array.isArray(values)) {
    changed["enum"] = [...values, null];
  }
  return changed;
}

/** Lists what is wrong with an answer according to the document; an empty list when nothing is. */
export function createOpenApiValidator(document: OpenApi) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const components = withNullableEnums(document.components);
  const compiled = new Map<string, ValidateFunction>();

  function getValidator(method: string, path: string, status: number): ValidateFunction {
    const key = `${method} ${path} ${status}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const operation = document.paths[path]?.[method.toLowerCase()];
    const schema = operation?.responses[String(status)]?.content?.["application/json"]?.schema;
    if (schema === undefined) throw new RangeError(`No ${key} is documented.`);
    const validate = ajv.compile({ ...(withNullableEnums(schema) as object), components });
    compiled.set(key, validate);
    return validate;
  }
  return function listFaults(
    method: string,
    path: string,
    status: number,
    body: unknown,
  ): string[] {
    const validate = getValidator(method, path, status);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      (error: ErrorObject) => `${error.instancePath} ${error.message}`,
    );
  };
}
