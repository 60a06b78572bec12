const texts = ['action_line', 'date', 'observations', 'recommendations'];
const numbers = ['programmed', 'executed'];
export const schema = {
    version: 0, primaryKey: 'id', type: 'object', required: ['id'],
    properties: {
        id: { type: 'string', maxLength: 40 },
        ...Object.fromEntries(texts.map((key) => [key, { type: 'string' }])),
        ...Object.fromEntries(numbers.map((key) => [key, { type: 'number' }])),
    },
};
