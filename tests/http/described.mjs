// Answers held against the server's own description (GET /api/v1/openapi.json): their status, their
// media type, and their content down to keys that nobody described.
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import add_formats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';

const place = 'https://minga.test/description';
const component_place = '#/components/schemas/';

/** Our own servers say nothing that is not described; what composes schemas is left alone. */
function without_unknown_keys(schema) {
    if (Array.isArray(schema)) return schema.map(without_unknown_keys);
    if (schema === null || typeof schema !== 'object') return schema;
    const closed = {};
    for (const [key, value] of Object.entries(schema)) {
        const is_composed = ['if', 'then', 'allOf', 'examples', 'enum', 'const'].includes(key);
        closed[key] = is_composed ? value : without_unknown_keys(value);
    }
    if (schema.properties && schema.type === 'object') closed.additionalProperties ??= false;
    return closed;
}

/** Ajv for OpenAPI 3.1: strict, so that a misspelt keyword is an error; `x-minga-…` are ours. */
export function json_schema(description, { is_closed = false } = {}) {
    const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true, allErrors: true });
    add_formats.default(ajv);
    const vendor = JSON.stringify(description).match(/"x-minga-[a-z-]+"(?=:)/g) ?? [];
    new Set(vendor.map((key) => JSON.parse(key))).forEach((key) => ajv.addKeyword(key));
    // JSON Schema has its own place for schemas that others refer to.
    const { schemas } = description.components;
    const $defs = is_closed ? without_unknown_keys(schemas) : schemas;
    ajv.addSchema(JSON.parse(
        JSON.stringify({ $id: place, $defs }).replaceAll(`"${component_place}`, '"#/$defs/')));
    return {
        /** What is wrong with `value` as the schema of that name; [] where nothing is. */
        faults(name, value) {
            const validate = ajv.getSchema(`${place}#/$defs/${name}`);
            assert.ok(validate, `there is a schema ${name}`);
            return validate(value) ? [] : validate.errors;
        },
        faults_of(schema, value) {
            if (schema.$ref) return this.faults(schema.$ref.slice(component_place.length), value);
            const placed = JSON.stringify(schema).replaceAll(`"${component_place}`, `"${place}#/$defs/`);
            const validate = ajv.compile(JSON.parse(placed));
            return validate(value) ? [] : validate.errors;
        },
    };
}

export class Described {
    /** `read_frames`: how the tests read the body of an exchange. */
    constructor(description, read_frames) {
        Object.assign(this, { description, read_frames, schemas: json_schema(description, { is_closed: true }) });
        this.paths = Object.entries(description.paths).map(([path, item]) => {
            const pattern = path.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+');
            return { pattern: new RegExp(`^${pattern}$`), item };
        });
    }

    /** Fails where the answer to that request is not as described. */
    check(method, target, answer) {
        const path = target.split('?')[0];
        const item = this.paths.find(({ pattern }) => pattern.test(path))?.item;
        const operation = item?.[method === 'HEAD' && !item.head ? 'get' : method.toLowerCase()];
        if (!operation) {
            if (path.startsWith('/api/')) assert.ok(answer.status >= 400, `${method} ${path} is described`);
            return;
        }
        const where = `${method} ${path}: ${answer.status}`;
        const { responses } = operation;
        const named = responses[answer.status] ?? (answer.status >= 400 ? responses.default : undefined);
        assert.ok(named, `${where} is described`);
        const response = this.resolved(named);
        for (const [name, header] of Object.entries(response.headers ?? {})) {
            if (this.resolved(header).required === false) continue;
            assert.ok(answer.headers[name.toLowerCase()] !== undefined, `${where} has ${name}`);
        }
        if (method === 'HEAD') return;
        if (!response.content) {
            assert.equal(answer.body.length, 0, `${where} is described as empty`);
            return;
        }
        const type = answer.headers['content-type']?.split(';')[0];
        const content = response.content[type];
        assert.ok(content, `${where} with ${type} is described`);
        this.check_content(where, type, content.schema, answer);
    }

    resolved(value) {
        if (!value.$ref) return value;
        return value.$ref.slice(2).split('/').reduce((at, key) => at[key], this.description);
    }

    check_content(where, type, schema, answer) {
        const is_packed = answer.headers['content-encoding'] === 'gzip';
        const body = is_packed ? gunzipSync(answer.body) : answer.body;
        const frames = schema['x-minga-frames'];
        if (frames) {
            this.read_frames(body).forEach((content, index) => {
                const name = frames[Math.min(index, frames.length - 1)];
                assert.deepEqual(this.schemas.faults(name, content), [], `${where}, frame ${index + 1}`);
            });
        } else if (type.endsWith('json')) {
            assert.deepEqual(this.schemas.faults_of(schema, JSON.parse(body)), [], where);
        }
    }
}
