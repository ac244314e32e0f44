export const k3sKeys = ['config.k3s.io/v1/Configuration']
