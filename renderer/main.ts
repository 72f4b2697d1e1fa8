document.title = 'Pushscope';
export {};
