// A diagnosis of the size of 2019's, as a spreadsheet. Its texts stand for others; none is anybody's
// official one.

const heading = ['N°', 'Criterio', 'Ámbito', 'Tipo', 'Pregunta',
    'Nivel 0', 'Nivel 1', 'Nivel 2', 'Nivel 3', 'Igual a'];

/** 14 ámbitos, 100 questions; the first `shared` are elements of the programme. */
export function placeholder(shared = 0) {
    return [heading, ...Array.from({ length: 100 }, (_, index) => {
        const scope = Math.floor(index * 14 / 100);
        return [index + 1, `[De relleno] criterio ${Math.floor(scope * 5 / 14)}`, `[De relleno] ámbito ${scope + 1}`,
            'Proceso', `[De relleno] ¿Pregunta ${index + 1}?`, 'Nada.', 'Algo.', 'Casi todo.', 'Todo.',
            index < shared ? index + 1 : ''];
    })];
}

export function csv_text(rows) {
    return rows.map((row) => row.join(';')).join('\n');
}
